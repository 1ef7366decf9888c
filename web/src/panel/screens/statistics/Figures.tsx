import { SimpleGrid, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Money } from '../../ui/Money';
import type { Sales } from './filter';
import { change } from './words';

/** Figures are the sums of sales in one currency, against the period before. */
export function Figures({ sales, before }: { sales: Sales; before: Sales }) {
  const { t, i18n } = useLingui();
  const number = (n: number) => new Intl.NumberFormat(i18n.locale).format(n);
  const against = (now: number, then: number) => {
    const by = change(now, then);
    if (by === null) return now === 0 ? t`as before` : t`nothing before`;
    return t`${new Intl.NumberFormat(i18n.locale, { style: 'percent', signDisplay: 'exceptZero' }).format(by / 100)} to the period before`;
  };
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} spacing="md" verticalSpacing="sm">
      <Figure label={t`Revenue`} value={<Money sum={sales.revenue} />} note={against(sales.revenue.amount, before.revenue.amount)} />
      <Figure label={t`Orders`} value={number(sales.orders)} note={against(sales.orders, before.orders)} />
      <Figure label={t`Average order`} value={sales.orders ? <Money sum={sales.average} /> : '–'} note={sales.orders ? against(sales.average.amount, before.average.amount) : ''} />
      <Figure label={t`Goods returned`} value={<Money sum={sales.returned} />} />
      <Figure label={t`Orders canceled`} value={number(sales.canceled)} />
    </SimpleGrid>
  );
}

function Figure({ label, value, note }: { label: string; value: ReactNode; note?: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={24} lh={1.3} fw={650} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}
      </Text>
      {note && (
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      )}
    </div>
  );
}
