import { Button, Code, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { Refusal } from '../../ui/Refusal';
import { Status, type Words } from '../../ui/Status';
import { useList } from '../../ui/useList';
import { When } from '../../ui/When';

const states: Words = {
  waiting: { label: msg`On its way`, color: 'blue' },
  done: { label: msg`Delivered`, color: 'green' },
  failed: { label: msg`Not delivered`, color: 'red' },
};

const day = 24 * 3600 * 1000; // ms

/** Deliveries are what was posted to a webhook, and what became of it. */
export function Deliveries() {
  const { t } = useLingui();
  const { id = '' } = useParams({ strict: false });
  const client = useQueryClient();
  const list = useList(keys.deliveries(id), (cursor) => got(api.GET('/api/v1/webhooks/{id}/deliveries', { params: { path: { id }, query: cursor ? { cursor } : {} } })));
  const fresh = () => client.invalidateQueries({ queryKey: keys.deliveries(id) });
  const again = useMutation({ mutationFn: (one: string) => got(api.POST('/api/v1/webhook-deliveries/{id}/replay', { params: { path: { id: one } } })), onSettled: fresh });
  const all = useMutation({
    mutationFn: () => got(api.POST('/api/v1/webhooks/{id}/replay', { params: { path: { id } }, body: { since: new Date(Date.now() - day).toISOString() } })),
    onSettled: fresh,
  });
  return (
    <Page
      title={t`Deliveries`}
      actions={
        <Button variant="default" loading={all.isPending} onClick={() => all.mutate()}>
          <Trans>Post the last 24 hours again</Trans>
        </Button>
      }
    >
      <Stack maw={860} gap="xs">
        <Refusal error={again.error ?? all.error} />
        {list.isPending && <Skeleton h={300} role="status" aria-label={t`Loading`} />}
        {list.error && list.rows.length === 0 && <Failed error={list.error} again={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <Empty icon={IconSend} title={t`Nothing has been posted yet`}>
            <Trans>The next event of the shop will stand here.</Trans>
          </Empty>
        )}
        {list.rows.map((d) => (
          <Paper key={d.id} withBorder p="sm" radius="md" data-delivery>
            <Group justify="space-between" gap="xs">
              <Group gap="sm">
                <Text fw={600}>{d.event}</Text>
                <Status word={d.state} of={states} />
                <Text size="sm" c="dimmed">
                  {[d.status ? `HTTP ${d.status}` : '', d.fault ?? ''].filter(Boolean).join(' · ')}
                </Text>
              </Group>
              <Group gap="sm">
                <Text size="sm" c="dimmed">
                  <When at={d.created_at} />
                </Text>
                <Button size="compact-md" variant="default" disabled={again.isPending} onClick={() => again.mutate(d.id)}>
                  <Trans>Post again</Trans>
                </Button>
              </Group>
            </Group>
            <details>
              <Text component="summary" size="sm" py="xs">
                <Trans>What is posted</Trans>
              </Text>
              <Code block tabIndex={0}>{JSON.stringify(d.body, null, 2)}</Code>
            </details>
          </Paper>
        ))}
        {list.more && (
          <Button variant="default" loading={list.isFetchingNextPage} onClick={list.more}>
            <Trans>Show more</Trans>
          </Button>
        )}
      </Stack>
    </Page>
  );
}
