import { Alert, Button, Group, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconSend, IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';
import { done } from '../../ui/undo';
import type { Chat } from './data';

/** Connected is the group that there is: a test, another one, none. */
export function Connected({ chat, another }: { chat: Chat; another: (say: string) => void }) {
  const { t } = useLingui();
  const may = useMay('settings:write');
  const client = useQueryClient();
  const fresh = async () => {
    await client.invalidateQueries({ queryKey: keys.settings });
    await client.invalidateQueries({ queryKey: keys.staffChat });
  };
  const test = useMutation({ mutationFn: () => got(api.POST('/api/v1/staff-chat/test')), onSuccess: () => done(t`Sent: look into the group`) });
  const code = useMutation({ mutationFn: () => got(api.POST('/api/v1/staff-chat/code')), onSuccess: ({ say }) => another(say ?? '') });
  const undo = async (id: string) => {
    await got(api.POST('/api/v1/settings/versions/{id}/undo', { params: { path: { id } } }));
    await fresh();
  };
  const drop = useMutation({
    mutationFn: () => got(api.PATCH('/api/v1/settings', { params: { header: { 'If-Match': '*' } }, body: { changes: { 'notices.staff_chat': '', 'notices.staff_account': '' } } })),
    onSuccess: async ({ version }) => {
      await fresh();
      done(t`The group is told nothing more`, { label: t`Undo`, run: () => void undo(version.id) });
    },
  });
  return (
    <Section title={chat.title || t`The group ${chat.chat_id}`} about={t`Orders and questions come here by ${chat.bot ?? ''}; a reply to a message goes to the customer.`}>
      {chat.fault && (
        <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={t`Telegram does not show this group`}>
          <Text size="sm">
            <Trans>Perhaps the bot was taken out of it. Send a test, or connect it anew.</Trans>
          </Text>
        </Alert>
      )}
      <Refusal error={test.error ?? code.error ?? drop.error} />
      {may && (
        <Group>
          {chat.reachable && (
            <>
              <Button leftSection={<IconSend size={17} aria-hidden />} loading={test.isPending} onClick={() => test.mutate()}>
                <Trans>Send a test</Trans>
              </Button>
              <Button variant="default" leftSection={<IconUsersGroup size={17} aria-hidden />} loading={code.isPending} onClick={() => code.mutate()}>
                <Trans>Another group</Trans>
              </Button>
            </>
          )}
          <Button variant="subtle" color="red" loading={drop.isPending} onClick={() => drop.mutate()}>
            <Trans>Disconnect</Trans>
          </Button>
        </Group>
      )}
    </Section>
  );
}
