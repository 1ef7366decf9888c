import { Paper, SimpleGrid, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Money } from '../../ui/Money';
import { Place } from './Place';
import { change, waited, weekday, type Today } from './words';

/** Figures are the three numbers that a shop looks at first. */
export function Figures({ today }: { today: Today }) {
  const { t, i18n } = useLingui();
  const { sales, week_ago: before, week_ago_whole: whole, waiting } = today;
  const day = weekday(today.day, i18n.locale);
  const against = (now: number, then: number) => {
    const by = change(now, then);
    return by === null ? t`Nothing by this time on ${day}` : t`${new Intl.NumberFormat(i18n.locale, { style: 'percent', signDisplay: 'exceptZero' }).format(by / 100)} against this time on ${day}`;
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <Figure to="/orders" label={t`Orders today`} value={new Intl.NumberFormat(i18n.locale).format(sales.orders)} note={against(sales.orders, before.orders)}>
        <Trans>{whole.orders} in all that day</Trans>
      </Figure>
      <Figure to="/orders" label={t`Sales today`} value={<Money sum={sales.total} />} note={against(sales.total.amount, before.total.amount)}>
        <Trans>
          <Money sum={whole.total} /> in all that day
        </Trans>
      </Figure>
      <Figure to="/conversations" label={t`Waiting for an answer`} value={new Intl.NumberFormat(i18n.locale).format(waiting.n)} loud={waiting.n > 0} note={waiting.n > 0 && waiting.since ? t`The longest: ${waited(waiting.since, new Date(), i18n.locale)}` : t`Everyone is answered`}>
        <Trans>Handed over to a person</Trans>
      </Figure>
    </SimpleGrid>
  );
}

interface Props {
  to: string;
  label: string;
  value: ReactNode;
  note: string;
  loud?: boolean;
  children: ReactNode;
}

function Figure({ to, label, value, note, loud, children }: Props) {
  return (
    <Place to={to}>
      <Paper withBorder p="md" h="100%">
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        <Text fz={28} lh={1.3} fw={650} {...(loud ? { c: 'var(--mantine-primary-color-light-color)' } : {})} style={{ fontVariantNumeric: 'tabular-nums' }}>
          {value}
        </Text>
        <Text size="sm">{note}</Text>
        <Text size="sm" c="dimmed">
          {children}
        </Text>
      </Paper>
    </Place>
  );
}
