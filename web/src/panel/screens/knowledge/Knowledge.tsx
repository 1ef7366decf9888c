import { Badge, Button, Group, Paper, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBook, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '../../app/Guard';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Search } from '../../ui/Search';
import { Area } from '../settings/Area';
import { articles, hit, named, type Article } from './data';
import css from './Knowledge.module.css';

/** Knowledge is every article that answers come from. */
export function Knowledge() {
  const { t, i18n } = useLingui();
  const may = useMay('catalog:write');
  const navigate = useNavigate();
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const all = useQuery(articles);
  const list = (all.data ?? []).filter((a) => hit(a, q));
  const add = may && (
    <Button component={Link} to="/settings/knowledge/new" leftSection={<IconPlus size={16} aria-hidden />}>
      <Trans>New article</Trans>
    </Button>
  );
  return (
    <Area title={t`Knowledge`} actions={add}>
      <Text size="sm" c="dimmed">
        <Trans>The assistant answers questions about delivery, payment, returns and the like from these articles only.</Trans>
      </Text>
      <Search value={q} change={(to) => void navigate({ to: '/settings/knowledge', search: to ? { q: to } : {}, replace: true })} label={t`Find an article`} />
      {all.error && !all.data && <Failed error={all.error} again={() => void all.refetch()} />}
      {all.isPending && <Skeleton h={300} role="status" aria-label={t`Loading`} />}
      {all.data && list.length === 0 && (
        <Empty icon={IconBook} title={q ? t`No article is like that` : t`No articles yet`} action={add}>
          {q ? t`Try another word.` : t`Write what customers ask most: terms of delivery, ways to pay, returns.`}
        </Empty>
      )}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {list.map((a) => (
          <li key={a.id}>
            <Row a={a} lang={i18n.locale} />
          </li>
        ))}
      </Stack>
    </Area>
  );
}

function Row({ a, lang }: { a: Article; lang: string }) {
  const { t } = useLingui();
  return (
    <UnstyledButton component={Link} to={`/settings/knowledge/${a.id}`} className={css.row}>
      <Paper withBorder p="sm">
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <div className={css.words}>
            <Text fw={550}>{named(a, lang)}</Text>
            <Text size="sm" c="dimmed" lineClamp={2}>
              {a.body[lang] || Object.values(a.body)[0]}
            </Text>
          </div>
          <Group gap={6} wrap="nowrap">
            {a.kind === 'policy' && <Badge variant="default" tt="none">{t`policy`}</Badge>}
            {!a.active && <Badge variant="default" tt="none">{t`off`}</Badge>}
          </Group>
        </Group>
      </Paper>
    </UnstyledButton>
  );
}
