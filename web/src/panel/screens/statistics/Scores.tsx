import { Group, Stack, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import css from './Chart.module.css';
import type { Ratings } from './filter';
import { share } from './words';

/** Scores are how many gave each score, the best first. */
export function Scores({ sum }: { sum: Ratings }) {
  const { t, i18n } = useLingui();
  const rows = (sum.scores ?? []).map((n, i) => ({ score: i + 1, n, percent: (n / sum.rated) * 100 })).reverse();
  return (
    <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t`Scores`}>
      {rows.map((x) => (
        <li key={x.score}>
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text size="sm">{t`${x.score} of 5`}</Text>
            <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
              <b>{new Intl.NumberFormat(i18n.locale).format(x.n)}</b> · {share(Math.round(x.percent * 10) / 10, i18n.locale)}
            </Text>
          </Group>
          <div className={css.track} aria-hidden>
            <div className={css.part} style={{ width: `${x.percent}%` }} />
          </div>
        </li>
      ))}
    </Stack>
  );
}
