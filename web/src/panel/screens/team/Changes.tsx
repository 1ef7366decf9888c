import { Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { Search } from '../../ui/Search';
import { useList } from '../../ui/useList';
import { Change } from './Change';
import { queryOf, readFilter, type Filter } from './filter';

/** Changes are the log of all that people and programs have changed, newest first. */
export function Changes() {
  const { t } = useLingui();
  const filter = readFilter(useSearch({ strict: false }) as Record<string, unknown>);
  const navigate = useNavigate();
  const set = (part: Record<string, string | undefined>) => {
    const next = Object.fromEntries(Object.entries({ ...filter, ...part }).filter(([, v]) => v));
    void navigate({ to: '/team/changes', search: next as Filter, replace: true });
  };
  const list = useList(keys.audit({ ...filter }), (cursor) => got(api.GET('/api/v1/audit', { params: { query: { ...queryOf(filter), ...(cursor ? { cursor } : {}) } } })));
  const people = useQuery({ queryKey: keys.members, queryFn: () => got(api.GET('/api/v1/members')), staleTime: 60_000 });
  const names = new Map((people.data?.items ?? []).map((m) => [m.id, m.name || m.email]));
  const narrowed = Object.keys(filter).length > 0;
  return (
    <Page
      title={t`Log of changes`}
      tools={
        <Group gap="sm" align="flex-end">
          <Search value={filter.action ?? ''} change={(v) => set({ action: v || undefined })} label={t`Operation, like orders.cancel`} />
          <Search value={filter.subject ?? ''} change={(v) => set({ subject: v || undefined })} label={t`Id of what was changed`} />
          <TextInput type="date" label={t`From`} value={filter.since ?? ''} onChange={(e) => set({ since: e.target.value })} />
          <TextInput type="date" label={t`to`} value={filter.until ?? ''} onChange={(e) => set({ until: e.target.value })} />
          {narrowed && (
            <Button variant="subtle" onClick={() => void navigate({ to: '/team/changes', search: {}, replace: true })}>
              <Trans>Show all</Trans>
            </Button>
          )}
        </Group>
      }
    >
      <Stack maw={960} gap="xs">
        {list.isPending && <Skeleton h={400} role="status" aria-label={t`Loading`} />}
        {list.error && list.rows.length === 0 && <Failed error={list.error} again={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <Empty icon={IconHistory} title={narrowed ? t`No change is like that` : t`Nothing has been changed yet`}>
            {narrowed ? t`Take a filter away.` : t`Whatever people and programs change will stand here.`}
          </Empty>
        )}
        {list.rows.map((c) => (
          <Change key={c.id} change={c} who={names.get(c.actor_id) ?? c.actor_id} narrow={set} />
        ))}
        {list.more && (
          <Button variant="default" loading={list.isFetchingNextPage} onClick={list.more}>
            <Trans>Show more</Trans>
          </Button>
        )}
        {list.rows.length > 0 && !list.more && (
          <Text size="sm" c="dimmed" ta="center">
            <Trans>That is all.</Trans>
          </Text>
        )}
      </Stack>
    </Page>
  );
}
