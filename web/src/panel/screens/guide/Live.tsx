import { Anchor, Button, Group, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { goods } from './goods';
import { useGuide } from './data';
import type { StepProps } from './Name';

/** Live looks over what the shop has, and ends the guide. */
export function Live({ done, busy }: StepProps) {
  const navigate = useNavigate();
  const guide = useGuide();
  const some = useQuery(goods);
  const widget = useQuery({ queryKey: keys.widget, queryFn: () => got(api.GET('/api/v1/widget')) });
  const channels = useQuery({ queryKey: keys.channels, queryFn: () => got(api.GET('/api/v1/channels')) });
  const bot = channels.data?.items?.find((c) => c.channel === 'telegram' && c.state !== 'disconnected');
  const end = () => {
    done();
    void navigate({ to: '/' });
  };
  return (
    <Stack>
      <List spacing="xs" center listStyleType="none">
        <Point ok={(some.data?.length ?? 0) > 0}>{some.data?.length ? <Trans>There are goods to sell</Trans> : <Trans>There is nothing to sell yet</Trans>}</Point>
        <Point ok={bot !== undefined}>{bot ? <Trans>{bot.name} answers in Telegram</Trans> : <Trans>No bot is connected: the chat page sells meanwhile</Trans>}</Point>
        <Point ok={guide.data?.steps?.find((s) => s.key === 'try')?.state === 'done'}>
          <Trans>You have talked to it as a customer</Trans>
        </Point>
      </List>
      {widget.data && (
        <Text size="sm">
          <Trans>
            Your chat page is open already:{' '}
            <Anchor underline="always" href={widget.data.page} target="_blank" rel="noreferrer">
              {widget.data.page}
            </Anchor>
          </Trans>
        </Text>
      )}
      <Text size="sm" c="dimmed">
        <Trans>
          Next: <Link to="/settings/delivery">delivery</Link>, <Link to="/settings/knowledge">answers to questions</Link>, <Link to="/settings/channels">Instagram and your website</Link>.
        </Trans>
      </Text>
      <Group>
        <Button loading={busy} onClick={end}>
          <Trans>Open the shop</Trans>
        </Button>
      </Group>
    </Stack>
  );
}

function Point({ ok, children }: { ok: boolean; children: ReactNode }) {
  return (
    <List.Item
      icon={
        <ThemeIcon size={26} radius="xl" variant={ok ? 'filled' : 'light'} color={ok ? 'counter' : 'yellow'}>
          {ok ? <IconCheck size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
        </ThemeIcon>
      }
    >
      {children}
    </List.Item>
  );
}
