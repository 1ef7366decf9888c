import { Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import { money } from '../../ui/money';
import css from './Chart.module.css';
import { Days } from './Days';
import type { Step } from './filter';
import { dayName } from './words';

interface Props {
  steps: Step[];
  currency: string;
  by: 'day' | 'week';
}

/** Chart shows revenue or orders by day or week as bars, and the same as a table. */
export function Chart({ steps, currency, by }: Props) {
  const { t, i18n } = useLingui();
  const [what, setWhat] = useState<'revenue' | 'orders'>('revenue');
  const [table, setTable] = useState(false);
  const value = (s: Step) => (what === 'revenue' ? s.sales.revenue.amount : s.sales.orders);
  const words = (n: number) => (what === 'revenue' ? money({ amount: n, currency }, i18n.locale) : new Intl.NumberFormat(i18n.locale).format(n));
  const name = (s: Step) => (by === 'week' ? t`the week of ${dayName(s.day, i18n.locale)}` : dayName(s.day, i18n.locale));
  const most = steps.reduce((a, s) => (value(s) > value(a) ? s : a), steps[0]!);
  const label = what === 'revenue' ? t`Revenue over time. The most: ${words(value(most))}, ${name(most)}` : t`Orders over time. The most: ${words(value(most))}, ${name(most)}`;
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          aria-label={t`What the chart shows`}
          value={what}
          onChange={(v) => setWhat(v as 'revenue' | 'orders')}
          data={[
            { value: 'revenue', label: t`Revenue` },
            { value: 'orders', label: t`Orders` },
          ]}
        />
        <Button variant="subtle" color="gray" aria-pressed={table} leftSection={table ? <IconChartBar size={16} aria-hidden /> : <IconTable size={16} aria-hidden />} onClick={() => setTable(!table)}>
          {table ? <Trans>Chart</Trans> : <Trans>Table</Trans>}
        </Button>
      </Group>
      {table ? (
        <Days steps={steps} name={name} />
      ) : (
        <div role="img" aria-label={label}>
          <div className={css.frame}>
            <div className={css.top}>{words(value(most))}</div>
            <div className={css.bars}>
              {steps.map((s) => (
                <div key={s.day} className={css.slot} title={`${name(s)}: ${words(value(s))}`}>
                  <div className={css.bar} style={{ height: value(most) > 0 ? `${(value(s) / value(most)) * 100}%` : 0 }} />
                </div>
              ))}
            </div>
          </div>
          <div className={css.days}>
            {[...new Set([0, Math.floor((steps.length - 1) / 2), steps.length - 1])].map((i) => (
              <span key={i}>{dayName(steps[i]!.day, i18n.locale)}</span>
            ))}
          </div>
        </div>
      )}
    </Stack>
  );
}
