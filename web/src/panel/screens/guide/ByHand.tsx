import { Button, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { useMe } from '../../app/Guard';
import { sumOf } from '../../ui/money';
import type { Row } from './goods';

/** ByHand asks for one product: what it is, what it costs, how many there are. */
export function ByHand({ add, busy }: { add: (row: Row) => void; busy: boolean }) {
  const { t, i18n } = useLingui();
  const { currency } = useMe().shop;
  const [title, setTitle] = useState('');
  const [price, setPrice] = useState('');
  const [count, setCount] = useState<number | string>('');
  const sum = sumOf(price, currency);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (title.trim() && sum) add({ title: { [i18n.locale]: title.trim() }, price: sum, count: count === '' ? null : Number(count) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={480}>
        <TextInput label={t`What is it called?`} placeholder={t`Thyme tea, 100 g`} required maxLength={200} value={title} onChange={(e) => setTitle(e.currentTarget.value)} />
        <Group grow align="flex-start">
          <TextInput
            label={t`Price, ${currency}`}
            inputMode="decimal"
            required
            value={price}
            error={price && !sum ? t`A sum like 490 or 490.50` : undefined}
            onChange={(e) => setPrice(e.currentTarget.value)}
          />
          <NumberInput label={t`How many are there?`} placeholder={t`not counted`} min={0} max={999_999_999} allowDecimal={false} value={count} onChange={setCount} />
        </Group>
        <Button type="submit" variant="light" loading={busy} disabled={!title.trim() || !sum} style={{ alignSelf: 'flex-start' }}>
          <Trans>Add the product</Trans>
        </Button>
      </Stack>
    </form>
  );
}
