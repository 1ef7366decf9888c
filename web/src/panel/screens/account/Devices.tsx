import { Button, Group, Skeleton, Switch, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBellOff, IconBellRinging } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { auth } from '../../api/auth';
import { keys } from '../../api/keys';
import { begin, end, where } from '../../api/push';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';
import { done } from '../../ui/undo';
import { useChoices } from './Told';

/** Devices is what comes to this device while the panel is closed. */
export function Devices() {
  const { t } = useLingui();
  const client = useQueryClient();
  const state = useQuery({ queryKey: keys.bell.here, queryFn: where, staleTime: 0 });
  const set = useMutation({ mutationFn: (on: boolean) => (on ? begin() : end()), onSuccess: (now) => client.setQueryData(keys.bell.here, now) });
  const test = useMutation({ mutationFn: auth.pushTest, onSuccess: () => done(t`Sent: it arrives in a moment`) });
  return (
    <Section title={t`On this device`} about={t`What you have chosen arrives while the panel is closed.`}>
      <Refusal error={set.error ?? test.error} />
      {state.isPending && <Skeleton h={44} role="status" aria-label={t`Loading`} />}
      {state.error && <Failed error={state.error} again={() => void state.refetch()} />}
      {state.data === 'missing' && (
        <Text size="sm">
          <Trans>This browser cannot do it. On an iPhone add the panel to the home screen first, then open it from there.</Trans>
        </Text>
      )}
      {state.data === 'denied' && (
        <Text size="sm">
          <Trans>The browser does not let this page notify you: allow it in the site’s settings, beside the address.</Trans>
        </Text>
      )}
      {state.data === 'off' && (
        <Group>
          <Button leftSection={<IconBellRinging size={18} aria-hidden />} loading={set.isPending} onClick={() => set.mutate(true)}>
            <Trans>Notify me here</Trans>
          </Button>
        </Group>
      )}
      {state.data === 'on' && (
        <Group>
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
            <Trans>Send one on trial</Trans>
          </Button>
          <Button variant="subtle" leftSection={<IconBellOff size={18} aria-hidden />} loading={set.isPending} onClick={() => set.mutate(false)}>
            <Trans>Stop here</Trans>
          </Button>
        </Group>
      )}
      <Names />
    </Section>
  );
}

/** Names lets devices be told who and how much: without, a locked screen shows the kind and the number. */
function Names() {
  const { t } = useLingui();
  const { query, choose } = useChoices();
  const c = query.data;
  if (!c) return null;
  return (
    <Switch
      label={t`Names and sums on the screen`}
      description={t`Otherwise a device shows only what happened and the order’s number.`}
      checked={c.names}
      onChange={(e) => choose.mutate({ ...c, names: e.currentTarget.checked })}
    />
  );
}
