import { Anchor, SimpleGrid, Stack, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../app/Guard';
import { Big } from './Big';
import { satisfactionOf } from './data';
import type { Filter, Ratings, SatisfactionReport } from './filter';
import { Part } from './Part';
import { PoorList } from './PoorList';
import { Scores } from './Scores';
import { Split } from './Split';
import { points, share } from './words';

/** Satisfaction is how customers rated their conversations, and what those said who were not content. */
export function Satisfaction({ filter }: { filter: Filter }) {
  const { t } = useLingui();
  const read = useQuery(satisfactionOf(filter));
  return (
    <Part
      title={t`Satisfaction`}
      about={t`How customers rated their conversations, from 1 to 5.`}
      of={['satisfaction', 'mean_score', 'answer_rate', 'rated_alone', 'before']}
      report="satisfaction"
      filter={filter}
      read={read}
      height={220}
    >
      {(r) =>
        r.sum.rated === 0 ? (
          <NotYet asked={r.sum.asked} />
        ) : (
          <Stack gap="lg">
            <Bigs r={r} />
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl" verticalSpacing="lg" style={{ alignItems: 'start' }}>
              <Scores sum={r.sum} />
              <Split r={r} />
            </SimpleGrid>
            <PoorList filter={filter} />
          </Stack>
        )
      }
    </Part>
  );
}

function Bigs({ r }: { r: SatisfactionReport }) {
  const { t, i18n } = useLingui();
  const { csat = 0, mean = 0, answered, asked } = r.sum;
  const number = (n: number) => new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 2 }).format(n);
  return (
    <SimpleGrid cols={{ base: 2, sm: 3 }}>
      <Big value={share(csat, i18n.locale)} label={t`Gave 4 or 5`}>
        <Against now={csat} before={r.before} />
      </Big>
      <Big value={number(mean)} label={t`Mean score`}>
        <Plural value={r.sum.rated} one="of # score" few="of # scores" other="of # scores" />
      </Big>
      <Big value={share(answered, i18n.locale)} label={t`Answered the question`}>
        <Plural value={asked} one="# was asked" few="# were asked" other="# were asked" />
      </Big>
    </SimpleGrid>
  );
}

function Against({ now, before }: { now: number; before: Ratings }) {
  const { i18n } = useLingui();
  if (before.csat === undefined) return <Trans>nothing before</Trans>;
  const by = points(now, before.csat, i18n.locale);
  return <Trans>{by} points to the period before</Trans>;
}

/** NotYet says that there is no number, and where customers begin to be asked. */
function NotYet({ asked }: { asked: number }) {
  const { t } = useLingui();
  const may = useMay('settings:read');
  return (
    <Text c="dimmed">
      <Trans>Nobody has rated yet.</Trans>{' '}
      {asked > 0 ? (
        <Plural value={asked} one="# customer was asked in these days." few="# customers were asked in these days." other="# customers were asked in these days." />
      ) : (
        may && (
          <Anchor component={Link} to="/settings/ratings">
            {t`Ask customers for a score`}
          </Anchor>
        )
      )}
    </Text>
  );
}
