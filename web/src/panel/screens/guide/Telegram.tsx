import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBrandTelegram } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { ConnectBot } from '../channels/ConnectBot';
import type { StepProps } from './Name';

/** Telegram connects the shop's bot, or shows the one that is connected. */
export function Telegram({ done, busy }: StepProps) {
  const { t } = useLingui();
  const may = useMay('secrets:write');
  const channels = useQuery({ queryKey: keys.channels, queryFn: () => got(api.GET('/api/v1/channels')) });
  const bot = channels.data?.items?.find((c) => c.channel === 'telegram' && c.state !== 'disconnected');
  if (!bot) {
    return may ? (
      <ConnectBot connected={done} />
    ) : (
      <Text>
        <Trans>Only the owner connects bots: ask them for it, or go on without.</Trans>
      </Text>
    );
  }
  return (
    <Stack>
      <Alert color="counter" icon={<IconBrandTelegram aria-hidden />} title={t`${bot.name} is connected`}>
        <a href={`https://t.me/${bot.name.replace('@', '')}`} target="_blank" rel="noreferrer">
          <Trans>Open it in Telegram</Trans>
        </a>
      </Alert>
      <Group>
        <Button loading={busy} onClick={done}>
          <Trans>Go on</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
