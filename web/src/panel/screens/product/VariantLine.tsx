import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { name } from '../products/filter';
import type { Line, Texts, Wrong } from './draft';
import { Stock } from './Stock';

interface Props {
  line: Line;
  options: Texts[];
  wrong: Wrong;
  currency: string;
  disabled: boolean;
  change: (change: Partial<Line>) => void;
  remove: (() => void) | undefined;
}

/** VariantLine is one variant while it is written. */
export function VariantLine({ line, options, wrong, currency, disabled, change, remove }: Props) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'en' ? 'en' : 'ru';
  const why = { title: '', sku: t`A SKU is needed`, twice: t`Another variant has this SKU`, price: t`An amount, like 1490`, number: t`A whole number` };
  const error = (field: string) => {
    const w = wrong[`${line.key}.${field}`];
    return w && why[w];
  };
  const field = (key: 'sku' | 'price' | 'old' | 'grams' | 'count', label: string, numeric = true) => (
    <TextInput label={label} disabled={disabled} inputMode={numeric ? 'decimal' : 'text'} value={line[key]} error={error(key)} onChange={(e) => change({ [key]: e.currentTarget.value })} />
  );
  return (
    <>
      {field('sku', t`SKU`, false)}
      {options.map((o, i) => (
        <TextInput
          key={i}
          label={name(o, lang) || t`Option ${i + 1}`}
          disabled={disabled}
          value={line.values[i]?.[lang] ?? name(line.values[i] ?? {}, lang)}
          onChange={(e) => change({ values: options.map((_, n) => (n === i ? { ...line.values[n], [lang]: e.currentTarget.value } : (line.values[n] ?? {}))) })}
        />
      ))}
      {field('price', t`Price, ${currency}`)}
      {field('old', t`Old price`)}
      {field('grams', t`Weight, g`)}
      {line.id ? <Stock line={line} disabled={disabled} /> : line.tracked && field('count', t`In stock`)}
      <Group gap="md" mih={36}>
        <Checkbox label={t`Stock is counted`} disabled={disabled} checked={line.tracked} onChange={(e) => change({ tracked: e.currentTarget.checked })} />
        <Checkbox label={t`On sale`} disabled={disabled} checked={line.active} onChange={(e) => change({ active: e.currentTarget.checked })} />
      </Group>
      {remove && !disabled && !line.id && (
        <Button variant="subtle" color="gray" onClick={remove}>
          <Trans>Take away</Trans>
        </Button>
      )}
    </>
  );
}
