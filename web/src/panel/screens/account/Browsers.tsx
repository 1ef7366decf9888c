import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { auth, type Browser } from '../../api/auth';
import { keys } from '../../api/keys';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';
import { When } from '../../ui/When';
import { device } from './device';

/** Browsers are the sessions of the person; each can be ended from here. */
export function Browsers() {
  const { t } = useLingui();
  const client = useQueryClient();
  const list = useQuery({ queryKey: keys.account('sessions'), queryFn: auth.sessions });
  const end = useMutation({
    mutationFn: async (ids: string[]) => {
      for (const id of ids) await auth.endSession(id);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.account('sessions') }),
  });
  const others = (list.data ?? []).filter((b) => !b.current);
  return (
    <Section
      title={t`Where you are signed in`}
      actions={
        others.length > 1 && (
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate(others.map((b) => b.id))}>
            <Trans>End all others</Trans>
          </Button>
        )
      }
    >
      <Refusal error={end.error} />
      {list.error && <Failed error={list.error} again={() => void list.refetch()} />}
      {list.isPending && <Skeleton h={56} role="status" aria-label={t`Loading`} />}
      {(list.data ?? []).map((b) => (
        <Group key={b.id} justify="space-between" wrap="nowrap" mih={44} data-session>
          <Stack gap={0} miw={0}>
            <Text truncate title={b.agent}>
              {device(b.agent)}
            </Text>
            <Seen browser={b} />
          </Stack>
          {b.current ? (
            <Badge variant="light" tt="none">
              <Trans>This browser</Trans>
            </Badge>
          ) : (
            <Button variant="subtle" color="red" disabled={end.isPending} onClick={() => end.mutate([b.id])}>
              <Trans>End</Trans>
            </Button>
          )}
        </Group>
      ))}
    </Section>
  );
}

function Seen({ browser }: { browser: Browser }) {
  return (
    <Text size="sm" c="dimmed">
      {browser.address} · <When at={browser.seen_at} />
    </Text>
  );
}
