import { MultiSelect, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { digits } from '../../ui/money';
import type { Setting } from './data';
import { Stages, type Stage } from './Stages';
import { Texts, type ByLang } from './Texts';

interface Props {
  setting: Setting;
  value: unknown;
  currency: string;
  languages: ('ru' | 'en')[];
  error: string | undefined;
  disabled: boolean;
  change: (value: unknown) => void;
}

/** Field asks for one setting as its kind wants it; what counts where nothing is set stands in the empty field. */
export function Field({ setting, value, currency, languages, error, disabled, change }: Props) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const shared = { label: setting.label[lang], description: setting.help[lang], error, disabled, withAsterisk: setting.required };
  const unit = setting.unit ? ` ${setting.unit[lang]}` : '';
  const hint = setting.default === undefined || setting.default === null ? '' : String(setting.default);
  const number = new Intl.NumberFormat(i18n.locale);
  switch (setting.kind) {
    case 'switch':
      return <Switch label={shared.label} description={shared.description} error={error} disabled={disabled} checked={value === true} onChange={(e) => change(e.currentTarget.checked)} />;
    case 'choice':
      return (
        <Select
          {...shared}
          clearable
          data={(setting.options ?? []).map((o) => ({ value: o.value, label: o.label[lang] }))}
          placeholder={(setting.options ?? []).find((o) => o.value === hint)?.label[lang] ?? t`as usual`}
          value={String(value ?? '') || null}
          onChange={(v) => change(v ?? '')}
        />
      );
    case 'zone':
      return <Select {...shared} searchable data={zones(String(value ?? ''))} value={String(value ?? '') || null} onChange={(v) => change(v ?? '')} />;
    case 'number':
    case 'decimal':
      return (
        <NumberInput
          {...shared}
          suffix={unit}
          thousandSeparator={i18n.locale === 'ru' ? ' ' : ','}
          placeholder={hint && number.format(Number(hint)) + unit}
          value={Number(value) || ''}
          onChange={(v) => change(Number(v) || 0)}
          allowDecimal={setting.kind === 'decimal'}
        />
      );
    case 'money': {
      const scale = 10 ** digits(currency);
      return <NumberInput {...shared} suffix={` ${currency}`} min={0} value={Number(value) / scale || ''} onChange={(v) => change(Math.round(Number(v) * scale) || 0)} />;
    }
    case 'languages':
      return (
        <MultiSelect
          {...shared}
          data={[
            { value: 'ru', label: 'Русский' },
            { value: 'en', label: 'English' },
          ]}
          value={(value as string[]) ?? []}
          onChange={change}
        />
      );
    case 'texts':
    case 'long_texts':
      return (
        <Texts
          label={shared.label}
          description={shared.description}
          error={error}
          disabled={disabled}
          required={setting.required}
          long={setting.kind === 'long_texts'}
          languages={languages}
          value={(value as ByLang) ?? {}}
          change={change}
        />
      );
    case 'text':
      return <Textarea {...shared} autosize minRows={3} maxRows={16} value={String(value ?? '')} onChange={(e) => change(e.currentTarget.value)} />;
    case 'clock':
      return <TextInput {...shared} type="time" maw={200} placeholder={hint} value={String(value ?? '') || hint} onChange={(e) => change(e.currentTarget.value)} />;
    case 'stages':
      return <Stages label={shared.label} description={shared.description} error={error} disabled={disabled} languages={languages} value={(value as Stage[]) ?? []} change={change} />;
    default:
      return <TextInput {...shared} placeholder={hint} value={String(value ?? '')} onChange={(e) => change(e.currentTarget.value)} />;
  }
}

/** zones are all that the browser knows, and the one that is set. */
function zones(set: string): string[] {
  const all = Intl.supportedValuesOf('timeZone');
  return set && !all.includes(set) ? [set, ...all] : all;
}
