import { NumberInput, Select, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { components } from '../../api/schema.gen';
import { digits } from '../../ui/money';

export type Setting = components['schemas']['Setting'];

interface Props {
  setting: Setting;
  value: unknown;
  currency: string;
  changed: boolean;
  error: string | undefined;
  disabled: boolean;
  change: (value: unknown) => void;
}

const languages = ['ru', 'en'] as const;

/** Field asks for one setting as its kind wants it. */
export function Field({ setting, value, currency, changed, error, disabled, change }: Props) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const label = setting.label[lang] + (changed ? ` · ${t`changed`}` : '');
  const shared = { label, description: setting.help[lang], error, disabled };
  const unit = setting.unit ? ` ${setting.unit[lang]}` : '';
  const hint = setting.default === undefined || setting.default === null ? '' : String(setting.default);
  switch (setting.kind) {
    case 'switch':
      return <Switch {...shared} checked={value === true} onChange={(e) => change(e.currentTarget.checked)} />;
    case 'choice':
      return (
        <Select
          {...shared}
          clearable
          data={(setting.options ?? []).map((o) => ({ value: o.value, label: o.label[lang] }))}
          placeholder={(setting.options ?? []).find((o) => o.value === hint)?.label[lang] ?? ''}
          value={String(value ?? '') || null}
          onChange={(v) => change(v ?? '')}
        />
      );
    case 'number':
    case 'decimal':
      return <NumberInput {...shared} suffix={unit} placeholder={hint + unit} value={Number(value) || ''} onChange={(v) => change(Number(v) || 0)} allowDecimal={setting.kind === 'decimal'} />;
    case 'money': {
      const scale = 10 ** digits(currency);
      return <NumberInput {...shared} suffix={` ${currency}`} min={0} value={Number(value) / scale || ''} onChange={(v) => change(Math.round(Number(v) * scale) || 0)} />;
    }
    case 'languages':
      return <TagsInput {...shared} data={[...languages]} value={value as string[]} onChange={change} />;
    case 'texts':
    case 'long_texts': {
      const texts = (value ?? {}) as Record<string, string>;
      const Input = setting.kind === 'texts' ? TextInput : Textarea;
      return (
        <Stack gap={4}>
          {languages.map((l) => (
            <Input
              key={l}
              label={`${label} (${l})`}
              description={l === 'ru' ? setting.help[lang] : undefined}
              error={l === 'ru' ? error : undefined}
              disabled={disabled}
              value={texts[l] ?? ''}
              onChange={(e) => change({ ...texts, [l]: e.currentTarget.value })}
            />
          ))}
        </Stack>
      );
    }
    case 'text':
      return <Textarea {...shared} autosize minRows={3} value={String(value ?? '')} onChange={(e) => change(e.currentTarget.value)} />;
    default:
      return <TextInput {...shared} placeholder={hint} value={String(value ?? '')} onChange={(e) => change(e.currentTarget.value)} />;
  }
}
