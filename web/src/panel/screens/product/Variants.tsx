import { Button, Group, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { name } from '../products/filter';
import { newLine, type Draft, type Line, type Wrong } from './draft';
import { Part } from './Part';
import css from './Product.module.css';
import { VariantLine } from './VariantLine';

interface Props {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  wrong: Wrong;
  currency: string;
  disabled: boolean;
}

/** Variants are what is really bought: sizes and colors, each with its price and stock. */
export function Variants({ draft, set, wrong, currency, disabled }: Props) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'en' ? 'en' : 'ru';
  const put = (key: string, change: Partial<Line>) => set({ lines: draft.lines.map((l) => (l.key === key ? { ...l, ...change } : l)) });
  const rename = (i: number, text: string) => set({ options: draft.options.map((o, n) => (n === i ? { ...o, [lang]: text } : o)) });
  return (
    <Part
      title={t`Variants, prices and stock`}
      action={
        <Button
          size="compact-sm"
          variant="subtle"
          disabled={disabled || draft.options.length > 4}
          onClick={() => set({ options: [...draft.options, {}], lines: draft.lines.map((l) => ({ ...l, values: [...l.values, {}] })) })}
        >
          <Trans>Add an option: size, color</Trans>
        </Button>
      }
    >
      {draft.options.length > 0 && (
        <Group gap="xs">
          {draft.options.map((o, i) => (
            <TextInput key={i} label={t`Option ${i + 1}`} placeholder={t`Size`} disabled={disabled} value={o[lang] ?? name(o, lang)} onChange={(e) => rename(i, e.currentTarget.value)} />
          ))}
        </Group>
      )}
      {draft.lines.map((l, i) => (
        <div key={l.key} className={css.line} role="group" aria-label={t`Variant ${i + 1}`}>
          <VariantLine
            line={l}
            options={draft.options}
            wrong={wrong}
            currency={currency}
            disabled={disabled}
            change={(change) => put(l.key, change)}
            remove={draft.lines.length > 1 ? () => set({ lines: draft.lines.filter((x) => x.key !== l.key) }) : undefined}
          />
        </div>
      ))}
      <div>
        <Button variant="light" disabled={disabled} onClick={() => set({ lines: [...draft.lines, newLine(draft.options.length)] })}>
          <Trans>Add a variant</Trans>
        </Button>
      </div>
    </Part>
  );
}
