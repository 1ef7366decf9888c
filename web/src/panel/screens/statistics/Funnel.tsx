import { Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { UseQueryResult } from '@tanstack/react-query';
import css from './Chart.module.css';
import type { Filter, TalksReport } from './filter';
import { Part } from './Part';
import { share, steps } from './words';

/** Funnel is how far conversations came. */
export function Funnel({ filter, read }: { filter: Filter; read: UseQueryResult<TalksReport> }) {
  const { t, i18n } = useLingui();
  return (
    <Part title={t`From a conversation to a purchase`} of={['funnel']} report="funnel" filter={filter} read={read} height={220}>
      {(r) =>
        r.conversations === 0 ? (
          <Text c="dimmed">
            <Trans>No customer wrote in these days.</Trans>
          </Text>
        ) : (
          <Stack gap="sm" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
            {r.funnel?.map((s) => (
              <li key={s.step}>
                <Group justify="space-between" gap="xs" wrap="nowrap">
                  <Text>{i18n._(steps[s.step]!)}</Text>
                  <Text style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
                    <b>{new Intl.NumberFormat(i18n.locale).format(s.n)}</b> · {share(s.percent, i18n.locale)}
                  </Text>
                </Group>
                <div className={css.track} aria-hidden>
                  <div className={css.part} style={{ width: `${s.percent}%` }} />
                </div>
              </li>
            ))}
          </Stack>
        )
      }
    </Part>
  );
}
