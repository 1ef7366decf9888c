import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconFingerprint, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { auth, type Passkey } from '../../api/auth';
import { keys } from '../../api/keys';
import { addPasskey, can, gone } from '../../api/passkey';
import { proved } from '../../api/prove';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';
import { done } from '../../ui/undo';
import { When } from '../../ui/When';
import { device } from './device';

/** Passkeys are the devices that sign the person in without a password. */
export function Passkeys() {
  const { t } = useLingui();
  const client = useQueryClient();
  const state = useQuery({ queryKey: keys.state, queryFn: auth.state });
  const list = useQuery({ queryKey: keys.account('passkeys'), queryFn: auth.passkeys });
  const fresh = () => client.invalidateQueries({ queryKey: keys.account('passkeys') });
  const add = useMutation({
    mutationFn: () => proved(() => addPasskey(device(navigator.userAgent))),
    onSuccess: async () => {
      await fresh();
      done(t`The passkey is added`);
    },
  });
  const here = can() && (state.data?.methods ?? []).includes('passkey');
  return (
    <Section
      title={t`Passkeys`}
      about={here ? t`A finger, a face or a PIN of your device instead of password and code.` : t`Passkeys need https, or localhost, and a browser that knows them.`}
      actions={
        here && (
          <Button leftSection={<IconFingerprint size={18} aria-hidden />} loading={add.isPending} onClick={() => add.mutate()}>
            <Trans>Add a passkey</Trans>
          </Button>
        )
      }
    >
      {!gone(add.error) && <Refusal error={add.error} />}
      {list.error && <Failed error={list.error} again={() => void list.refetch()} />}
      {(list.data ?? []).map((k) => (
        <Line key={k.id} passkey={k} changed={fresh} />
      ))}
    </Section>
  );
}

function Line({ passkey, changed }: { passkey: Passkey; changed: () => Promise<void> }) {
  const { t } = useLingui();
  const [name, setName] = useState<string | null>(null);
  const rename = useMutation({
    mutationFn: (to: string) => auth.renamePasskey(passkey.id, to),
    onSuccess: async () => {
      await changed();
      setName(null);
    },
  });
  const drop = useMutation({ mutationFn: () => proved(() => auth.deletePasskey(passkey.id)), onSuccess: changed });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (name) rename.mutate(name);
  };
  if (name !== null) {
    return (
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput label={t`Name of the passkey`} required autoFocus maxLength={100} flex={1} value={name} onChange={(e) => setName(e.target.value)} />
          <Button type="submit" loading={rename.isPending}>
            <Trans>Save</Trans>
          </Button>
        </Group>
        <Refusal error={rename.error} />
      </form>
    );
  }
  return (
    <Group justify="space-between" wrap="nowrap">
      <Stack gap={0} miw={0}>
        <Text truncate>{passkey.name}</Text>
        <Text size="sm" c="dimmed">
          {passkey.used_at ? (
            <Trans>
              used <When at={passkey.used_at} />
            </Trans>
          ) : (
            <Trans>not used yet</Trans>
          )}
        </Text>
        <Refusal error={drop.error} />
      </Stack>
      <Group gap={4} wrap="nowrap">
        <ActionIcon variant="subtle" size={44} aria-label={t`Rename ${passkey.name}`} onClick={() => setName(passkey.name)}>
          <IconPencil size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="red" size={44} aria-label={t`Remove ${passkey.name}`} loading={drop.isPending} onClick={() => drop.mutate()}>
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </Group>
  );
}
