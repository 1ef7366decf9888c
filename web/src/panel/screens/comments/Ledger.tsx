import { Alert, Anchor, Button, Group, Paper, Select, Skeleton, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconMessageCircle2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { Status } from '../../ui/Status';
import { useList } from '../../ui/useList';
import { When } from '../../ui/When';
import { rules, useAct } from './data';
import type { Seen } from './route';
import { reasons, states, type Comment } from './words';

/** Ledger is every comment that was seen, newest first, with why one was not answered. */
export function Ledger({ seen, change }: { seen: Seen; change: (part: Partial<Seen>) => void }) {
  const { t, i18n } = useLingui();
  const filter = { ...(seen.state ? { state: seen.state } : {}), ...(seen.reason ? { reason: seen.reason } : {}), ...(seen.rule_id ? { rule_id: seen.rule_id } : {}) };
  const list = useList(keys.comments.list(filter), (cursor) => got(api.GET('/api/v1/comments', { params: { query: { limit: 50, ...filter, ...(cursor ? { cursor } : {}) } } })));
  const all = useQuery(rules);
  const counts = useQuery({ queryKey: keys.comments.counts, queryFn: () => got(api.GET('/api/v1/comment-counts')) });
  const held = (counts.data?.queues ?? []).filter((q) => q.held_until);
  const total = (state: string) => (counts.data?.items ?? []).filter((c) => c.state === state).reduce((n, c) => n + c.count, 0);
  const words = Object.entries(states).map(([value, w]) => ({ value, label: counts.data ? `${i18n._(w.label)} · ${total(value)}` : i18n._(w.label) }));
  return (
    <Stack gap="sm">
      {held.map((q) => (
        <Alert key={q.account_id} color="orange" title={t`Answers are held back`}>
          <Trans>
            Until <When at={q.held_until ?? ''} />: {q.fault}
          </Trans>
        </Alert>
      ))}
      <Group gap="xs" grow preventGrowOverflow={false}>
        <Select clearable aria-label={t`What became of it`} placeholder={t`What became of it`} data={words} value={seen.state ?? null} onChange={(v) => change({ state: (v ?? undefined) as Seen['state'] })} />
        <Select clearable aria-label={t`Reason`} placeholder={t`Reason`} data={Object.entries(reasons).map(([value, label]) => ({ value, label: i18n._(label) }))} value={seen.reason ?? null} onChange={(v) => change({ reason: v ?? undefined })} />
        <Select clearable aria-label={t`Rule`} placeholder={t`Rule`} data={(all.data ?? []).map((r) => ({ value: r.id, label: r.title }))} value={seen.rule_id ?? null} onChange={(v) => change({ rule_id: v ?? undefined })} />
      </Group>
      {list.error && list.rows.length === 0 && <Failed error={list.error} again={() => void list.refetch()} />}
      {list.isPending && <Skeleton h={240} role="status" aria-label={t`Loading`} />}
      {list.data && list.rows.length === 0 && (
        <Empty icon={IconMessageCircle2} title={Object.keys(filter).length > 0 ? t`No comment is like that` : t`No comment was seen yet`}>
          {t`Comments under the posts of your connected Instagram account come here.`}
        </Empty>
      )}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {list.rows.map((c) => (
          <Line key={c.id} c={c} rule={all.data?.find((r) => r.id === c.rule_id)?.title} />
        ))}
      </Stack>
      {list.more && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={list.more}>
          <Trans>Older comments</Trans>
        </Button>
      )}
    </Stack>
  );
}

function Line({ c, rule }: { c: Comment; rule: string | undefined }) {
  const { i18n } = useLingui();
  const may = useMay('comments:write');
  const again = useAct(() => got(api.POST('/api/v1/comments/{id}/retry', { params: { path: { id: c.id } } })));
  const why = c.reason && reasons[c.reason];
  return (
    <Paper withBorder p="sm" component="li">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text fw={550}>{c.username ? `@${c.username}` : '—'}</Text>
          <Text size="sm" c="dimmed">
            <When at={c.seen_at} />
          </Text>
        </Group>
        <Status word={c.state} of={states} />
      </Group>
      <Text style={{ overflowWrap: 'anywhere' }}>{c.text}</Text>
      {(c.reason || rule) && (
        <Text size="sm" c="dimmed">
          {[rule, why ? i18n._(why) : c.reason].filter(Boolean).join(' · ')}
        </Text>
      )}
      {c.private?.text && <Text size="sm" mt={4}>→ {c.private.text}</Text>}
      <Group gap="sm">
        {c.conversation_id && (
          <Anchor component={Link} to={`/inbox/${c.conversation_id}`} size="sm">
            <Trans>Open the conversation</Trans>
          </Anchor>
        )}
        {may && c.state === 'failed' && (
          <Button variant="light" loading={again.isPending} onClick={() => again.mutate(undefined)}>
            <Trans>Answer once more</Trans>
          </Button>
        )}
      </Group>
      <Refusal error={again.error} />
    </Paper>
  );
}
