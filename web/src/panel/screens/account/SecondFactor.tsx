import { Button, Group, PinInput, Stack, Text } from '@mantine/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { auth } from '../../api/auth';
import { keys } from '../../api/keys';
import { proved } from '../../api/prove';
import { useMe } from '../../app/Guard';
import { Once } from '../../ui/Once';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';
import { Status } from '../../ui/Status';
import { done } from '../../ui/undo';
import { Square } from './Square';

const states = { on: { label: msg`On`, color: 'green' } };

/** SecondFactor switches the codes of an authenticator app on and off. */
export function SecondFactor() {
  const { t } = useLingui();
  const { totp } = useMe();
  const client = useQueryClient();
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<string[]>([]);
  const fresh = () => client.invalidateQueries({ queryKey: keys.me });
  const begin = useMutation({ mutationFn: () => proved(auth.totpBegin) });
  const finish = useMutation({
    mutationFn: (typed: string) => proved(() => auth.totpFinish(typed)),
    onSuccess: async (list) => {
      setCodes(list);
      setCode('');
      begin.reset();
      await fresh();
    },
  });
  const drop = useMutation({
    mutationFn: () => proved(auth.totpDrop),
    onSuccess: async () => {
      setCodes([]);
      await fresh();
      done(t`The second step is off`);
    },
  });
  const asks = begin.data;
  return (
    <Section
      title={t`Second step`}
      about={t`A code of an app on your phone, after the password.`}
      actions={
        totp ? (
          <>
            <Status word="on" of={states} />
            <Button variant="default" loading={drop.isPending} onClick={() => drop.mutate()}>
              <Trans>Switch off</Trans>
            </Button>
          </>
        ) : (
          !asks && (
            <Button loading={begin.isPending} onClick={() => begin.mutate()}>
              <Trans>Switch on</Trans>
            </Button>
          )
        )
      }
    >
      <Refusal error={begin.error ?? drop.error} />
      {codes.length > 0 && <Once label={t`Recovery codes`} value={codes.join('\n')} note={t`Each opens once when the phone is not at hand. They are shown only now: print them or keep them in a password manager.`} />}
      {asks && !totp && (
        <Group align="flex-start" gap="lg">
          <Square text={asks.url} label={t`QR code for the authenticator app`} />
          <Stack gap="xs" flex="1 1 240px">
            <Text size="sm">
              <Trans>Scan it with an authenticator app, or type this key into the app:</Trans>
            </Text>
            <Text ff="monospace" size="sm" data-secret style={{ overflowWrap: 'anywhere' }}>
              {asks.secret.replace(/(.{4})(?=.)/g, '$1 ')}
            </Text>
            <Text size="sm" fw={500}>
              <Trans>Then the code that the app shows</Trans>
            </Text>
            <PinInput length={6} type="number" oneTimeCode aria-label={t`Code from your authenticator app`} value={code} onChange={setCode} onComplete={finish.mutate} />
            <Refusal error={finish.error} />
            <Group>
              <Button variant="default" onClick={() => begin.reset()}>
                <Trans>Cancel</Trans>
              </Button>
            </Group>
          </Stack>
        </Group>
      )}
    </Section>
  );
}
