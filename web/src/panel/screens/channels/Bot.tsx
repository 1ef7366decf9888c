import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconPlugOff, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Status } from '../../ui/Status';
import { done } from '../../ui/undo';
import { When } from '../../ui/When';
import css from './Channels.module.css';
import { useAct } from './data';
import { Facts } from './Facts';
import { states, type Channel } from './words';

/** Bot is one Telegram bot: how its updates come, what waits, the last error. */
export function Bot({ channel: c, again }: { channel: Channel; again: () => void }) {
  const { t } = useLingui();
  const may = useMay('secrets:write');
  const path = { params: { path: { id: c.id } } };
  const look = useQuery({ queryKey: keys.bot(c.id), queryFn: () => got(api.GET('/api/v1/channels/{id}/telegram', path)), enabled: c.state !== 'disconnected', staleTime: 60_000 });
  const [sure, setSure] = useState(false);
  const end = useAct(
    () => got(api.POST('/api/v1/channels/{id}/telegram/disconnect', path)),
    () => (setSure(false), done(t`The bot is disconnected; its conversations stay`)),
  );
  const bot = look.data;
  const on = c.state !== 'disconnected';
  const modes: Record<string, string> = { webhook: t`by a webhook`, polling: t`by asking Telegram`, '': t`being connected` };
  return (
    <Stack gap="sm" component="article" aria-label={c.name} className={css.account}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text fw={600}>{c.name}</Text>
          <Status word={bot?.status === 'revoked' ? 'reconnect' : c.state} of={states} />
        </Group>
        {on && (
          <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} loading={look.isFetching} onClick={() => void look.refetch()}>
            <Trans>Test</Trans>
          </Button>
        )}
      </Group>
      {c.trouble && (
        <Alert color="orange" icon={<IconAlertTriangle aria-hidden />}>
          {c.trouble}
        </Alert>
      )}
      {on && look.isPending && <Skeleton h={48} />}
      {on && bot && (
        <Facts
          of={[
            [t`Updates come`, modes[bot.mode] ?? bot.mode],
            [t`Webhook`, bot.webhook ? t`set` : t`not set`],
            [t`Waiting at Telegram`, <Plural key="n" value={bot.pending} one="# update" few="# updates" other="# updates" />],
            [t`Last error`, bot.last_error],
            [t`When`, bot.last_error_at && <When at={bot.last_error_at} />],
            [t`Telegram could not be asked`, bot.fault],
            [t`Looked at`, <When key="at" at={bot.checked_at} />],
          ]}
        />
      )}
      <Refusal error={look.error ?? end.error} />
      {may && (
        <Group gap="xs">
          {(!on || bot?.status === 'revoked') && (
            <Button variant="light" onClick={again}>
              <Trans>Give it a new token</Trans>
            </Button>
          )}
          {on && !sure && (
            <Button variant="subtle" color="red" leftSection={<IconPlugOff size={16} aria-hidden />} onClick={() => setSure(true)}>
              <Trans>Disconnect</Trans>
            </Button>
          )}
          {sure && (
            <>
              <Text size="sm">
                <Trans>Its token will be forgotten: to come back it has to be pasted again.</Trans>
              </Text>
              <Button color="red" loading={end.isPending} onClick={() => end.mutate(undefined)}>
                <Trans>Disconnect the bot</Trans>
              </Button>
              <Button variant="default" onClick={() => setSure(false)}>
                <Trans>Keep it</Trans>
              </Button>
            </>
          )}
        </Group>
      )}
    </Stack>
  );
}
