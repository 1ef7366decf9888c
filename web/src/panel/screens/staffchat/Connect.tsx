import { Anchor, Button, Code, CopyButton, Group, List, Loader, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBrandTelegram, IconCheck, IconCopy } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, got } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';
import type { Chat } from './data';

interface Props {
  chat: Chat;
  code: string;
  begin: (say: string) => void;
  /** stop leaves the group that is connected as it is. */
  stop?: (() => void) | undefined;
}

/** Connect is the way to a group in three steps; that it is done shows by itself. */
export function Connect({ chat, code, begin, stop }: Props) {
  const { t } = useLingui();
  const may = useMay('settings:write');
  const make = useMutation({ mutationFn: () => got(api.POST('/api/v1/staff-chat/code')), onSuccess: ({ say }) => begin(say ?? '') });
  const about = t`A group in Telegram where orders and customers’ questions come; a reply there goes to the customer.`;
  if (!chat.bot) {
    return (
      <Section title={t`Connect a group`} about={about}>
        <Text size="sm">
          <Trans>
            First connect the shop’s bot: <Anchor component={Link} to="/settings/channels" inherit underline="always">Channels</Anchor>.
          </Trans>
        </Text>
      </Section>
    );
  }
  const bot = chat.bot.replace(/^@/, '');
  return (
    <Section title={t`Connect a group`} about={about}>
      <List type="ordered" spacing="xs" size="sm">
        <List.Item>
          <Trans>Make a group in Telegram, or take the one you have, and add everybody who answers customers.</Trans>
        </List.Item>
        <List.Item>
          <Trans>
            Add the bot <Anchor href={`https://t.me/${bot}?startgroup=staff`} target="_blank" rel="noreferrer" inherit underline="always">@{bot}</Anchor> to the group.
          </Trans>
        </List.Item>
        <List.Item>
          <Trans>Take a code here and send it in the group.</Trans>
        </List.Item>
      </List>
      <Refusal error={make.error} />
      {code && (
        <Group gap="xs" role="status">
          <Code fz="md" p="xs" style={{ overflowWrap: 'anywhere' }} data-code>
            {code}
          </Code>
          <CopyButton value={code}>
            {({ copied, copy }) => (
              <Button variant="default" leftSection={copied ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />} onClick={copy}>
                {copied ? t`Copied` : t`Copy`}
              </Button>
            )}
          </CopyButton>
          <Loader size="xs" aria-hidden />
          <Text size="sm" c="dimmed">
            <Trans>Waiting for the group. The code is good for half an hour.</Trans>
          </Text>
        </Group>
      )}
      <Group>
        {may && chat.reachable && !code && (
          <Button leftSection={<IconBrandTelegram size={18} aria-hidden />} loading={make.isPending} onClick={() => make.mutate()}>
            <Trans>Take a code</Trans>
          </Button>
        )}
        {stop && (
          <Button variant="subtle" onClick={stop}>
            <Trans>Leave it as it is</Trans>
          </Button>
        )}
      </Group>
      {!chat.reachable && (
        <Text size="sm" c="dimmed">
          <Trans>This installation connects groups on the command line: prilavok shop staff.</Trans>
        </Text>
      )}
    </Section>
  );
}
