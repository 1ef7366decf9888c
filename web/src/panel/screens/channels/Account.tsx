import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Status } from '../../ui/Status';
import { done } from '../../ui/undo';
import { When } from '../../ui/When';
import css from './Channels.module.css';
import { useAct } from './data';
import { Facts } from './Facts';
import { states, type Channel } from './words';

/** Account is one Instagram account: its access, what is missing of it, what came without a webhook. */
export function Account({ account: a, again }: { account: Channel; again: () => void }) {
  const { t } = useLingui();
  const may = useMay('channels:write');
  const path = { params: { path: { id: a.id } } };
  const [sure, setSure] = useState(false);
  const check = useAct(() => got(api.POST('/api/v1/channels/{id}/check', path)), () => done(t`The account will be looked at in a moment`));
  const pull = useAct(() => got(api.POST('/api/v1/channels/{id}/pull', path)), () => done(t`Missed messages will be looked for in a moment`));
  const end = useAct(() => got(api.POST('/api/v1/channels/{id}/disconnect', path)), () => (setSure(false), done(t`The account will be disconnected; its conversations stay`)));
  const on = a.state !== 'disconnected';
  const at = (time: string | undefined) => time && <When at={time} />;
  const missing = [...(a.missing_permissions ?? []), ...(a.missing_webhooks ?? [])];
  return (
    <Stack gap="sm" component="article" aria-label={a.name} className={css.account}>
      <Group gap="xs">
        <Text fw={600}>{a.name}</Text>
        <Status word={a.state} of={states} />
      </Group>
      {(a.trouble || missing.length > 0) && (
        <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title={a.trouble}>
          <Group gap={6}>
            {missing.map((m) => (
              <Code key={m}>{m}</Code>
            ))}
          </Group>
        </Alert>
      )}
      <Facts
        of={[
          [t`Access until`, at(a.token_until)],
          [t`Last webhook`, at(a.last_webhook_at)],
          [t`Looked at`, at(a.checked_at)],
          [t`The look failed`, a.check_fault],
          [t`Paused until`, at(a.paused_until)],
          [t`Why it is paused`, a.pause_fault],
          [t`Last error`, a.last_error],
          [t`Of the error`, at(a.last_error_at)],
          [t`Found without a webhook`, a.missed > 0 ? String(a.missed) : undefined],
          [t`Looked for up to`, at(a.pulled_to)],
        ]}
      />
      <Refusal error={check.error ?? pull.error ?? end.error} />
      {may && (
        <Group gap="xs">
          <Button variant={a.state === 'connected' ? 'default' : 'light'} onClick={again}>
            <Trans>Connect anew</Trans>
          </Button>
          {on && (
            <>
              <Button variant="default" loading={check.isPending} onClick={() => check.mutate(undefined)}>
                <Trans>Look now</Trans>
              </Button>
              <Button variant="default" loading={pull.isPending} onClick={() => pull.mutate(undefined)}>
                <Trans>Look for missed messages</Trans>
              </Button>
              <Button variant={sure ? 'filled' : 'subtle'} color="red" loading={end.isPending} onClick={() => (sure ? end.mutate(undefined) : setSure(true))}>
                {sure ? t`Disconnect: its access will be forgotten` : t`Disconnect`}
              </Button>
            </>
          )}
        </Group>
      )}
    </Stack>
  );
}
