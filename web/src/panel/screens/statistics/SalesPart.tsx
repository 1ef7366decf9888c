import { Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { UseQueryResult } from '@tanstack/react-query';
import { Chart } from './Chart';
import { Figures } from './Figures';
import type { Filter, SalesReport } from './filter';
import { stepOf } from './filter';
import { Part } from './Part';
import { dayName } from './words';

/** SalesPart are sales over time, a chart for each currency. */
export function SalesPart({ filter, read }: { filter: Filter; read: UseQueryResult<SalesReport> }) {
  const { t, i18n } = useLingui();
  const name = (d: string) => dayName(d, i18n.locale);
  const p = read.data?.period;
  const about = p && (p.from === p.to ? name(p.from) : `${name(p.from)} – ${name(p.to)}`);
  return (
    <Part title={t`Sales`} about={about ?? '\u00a0'} of={['orders', 'revenue', 'average', 'returned', 'canceled', 'before']} report="sales" filter={filter} read={read} height={360}>
      {(r) =>
        r.currencies?.map((c) => (
          <Stack key={c.currency} gap="md">
            <Figures sales={c.sum} before={c.before} />
            {c.sum.orders + c.sum.canceled > 0 ? (
              <Chart steps={c.steps ?? []} currency={c.currency} by={stepOf(filter)} />
            ) : (
              <Text c="dimmed" mih={96}>
                {filter.channel ? <Trans>No orders came by this channel in these days.</Trans> : <Trans>No orders were placed in these days. They appear here as soon as somebody buys.</Trans>}
              </Text>
            )}
          </Stack>
        ))
      }
    </Part>
  );
}
