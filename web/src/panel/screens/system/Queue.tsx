import { Paper, Progress, SimpleGrid, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { span, type State } from './words';

/** Queue says at a glance whether the shop keeps up, what the model used, and what runs here. */
export function Queue({ state }: { state: State }) {
  const { t, i18n } = useLingui();
  const { queue, model } = state;
  const number = (n: number) => new Intl.NumberFormat(i18n.locale).format(n);
  const oldest = span(queue.oldest_seconds, i18n.locale);
  const part = model.budget > 0 ? Math.min(100, (model.tokens / model.budget) * 100) : 0;
  const databases: Record<string, string> = { postgres: 'Postgres', sqlite: 'SQLite' };
  const up = state.started_at ? span((Date.now() - new Date(state.started_at).getTime()) / 1000, i18n.locale) : '';
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <Tile label={t`Waiting to be done`} value={number(queue.due)} loud={queue.oldest_seconds > 60}>
        {queue.due > 0 ? <Trans>The oldest waits for {oldest}.</Trans> : <Trans>The shop keeps up.</Trans>} <Trans>{number(queue.running)} being done, {number(queue.later)} for later.</Trans>
      </Tile>
      <Tile label={t`Model tokens today`} value={number(model.tokens)} loud={part >= 90}>
        {model.budget > 0 ? <Trans>of {number(model.budget)} a day</Trans> : <Trans>No daily budget is known here.</Trans>}
        {model.cost > 0 && <Trans>, cost {new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 2 }).format(model.cost)}</Trans>}
        {model.budget > 0 && <Progress value={part} mt={6} size="sm" aria-label={t`Part of the budget that is used`} color={part >= 90 ? 'orange' : 'teal'} />}
      </Tile>
      <Tile label={t`Version`} value={state.build || '—'}>
        {databases[state.database] ?? state.database}
        {up && <Trans>, running for {up}</Trans>}
      </Tile>
    </SimpleGrid>
  );
}

function Tile({ label, value, loud, children }: { label: string; value: string; loud?: boolean; children: ReactNode }) {
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={24} lh={1.3} fw={650} truncate {...(loud ? { c: 'var(--mantine-primary-color-light-color)' } : {})} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}
      </Text>
      <Text size="sm" component="div">
        {children}
      </Text>
    </Paper>
  );
}
