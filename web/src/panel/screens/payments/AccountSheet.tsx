import { Button, Divider, Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import { Checked } from './Checked';
import { forget, rekey, usePaying, type Account, type Provider } from './data';
import { KeysForm } from './KeysForm';
import { Notice } from './Notice';
import { UseForm } from './UseForm';

/** AccountSheet sets one account up: its test, its keys first where they are not good, how it is used, where it posts to. */
export function AccountSheet({ account: a, kind, close }: { account: Account; kind: Provider; close: () => void }) {
  const bad = !a.whole || a.checked?.ok === false;
  const keyed = (kind.keys ?? []).length > 0 && <KeysPart key={bad ? 'bad' : 'good'} account={a} kind={kind} open={bad} close={close} />;
  return (
    <Stack gap="md">
      {(kind.tests || a.checked) && <Checked account={a} />}
      {bad && keyed}
      {a.whole && <UseForm account={a} kind={kind} saved={close} />}
      {kind.notices && a.whole && <Notice account={a} />}
      {!bad && keyed}
    </Stack>
  );
}

/** KeysPart gives an account other keys, or forgets them. */
function KeysPart({ account: a, kind, open, close }: { account: Account; kind: Provider; open: boolean; close: () => void }) {
  const { t } = useLingui();
  const [typing, setTyping] = useState(open);
  const [sure, setSure] = useState(false);
  const end = usePaying(
    () => forget(a.id),
    () => (close(), done(t`The keys are forgotten`)),
  );
  return (
    <Stack gap="sm">
      <Divider label={<Trans>Keys of the account</Trans>} labelPosition="left" />
      {typing && <KeysForm kind={kind} account={a} label={t`Save the keys and test them`} send={(body) => rekey(a.id, body)} after={() => setTyping(false)} />}
      <Group gap="xs">
        {!typing && (
          <Button variant="default" onClick={() => setTyping(true)}>
            <Trans>Change the keys</Trans>
          </Button>
        )}
        {a.whole && !sure && (
          <Button variant="subtle" color="red" onClick={() => setSure(true)}>
            <Trans>Forget the keys</Trans>
          </Button>
        )}
      </Group>
      {sure && a.whole && (
        <Stack gap="xs">
          <Text size="sm">
            <Trans>Money that was taken by it is then given back in the service’s own account, and noted here by hand. To come back, the keys have to be pasted again.</Trans>
          </Text>
          <Refusal error={end.error} />
          <Group gap="xs">
            <Button color="red" loading={end.isPending} onClick={() => end.mutate(undefined)}>
              <Trans>Forget them for good</Trans>
            </Button>
            <Button variant="default" onClick={() => (setSure(false), end.reset())}>
              <Trans>Keep it</Trans>
            </Button>
          </Group>
        </Stack>
      )}
    </Stack>
  );
}
