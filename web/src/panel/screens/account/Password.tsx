import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { auth } from '../../api/auth';
import { keys } from '../../api/keys';
import { useMe } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';
import { done } from '../../ui/undo';

const shortest = 10;

/** Password sets another one; every other browser is signed out by it. */
export function Password() {
  const { t } = useLingui();
  const { member } = useMe();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const close = () => {
    setOpen(false);
    setOld('');
    setNext('');
  };
  const change = useMutation({
    mutationFn: () => auth.changePassword(old, next),
    onSuccess: async () => {
      close();
      done(t`The password is changed; other browsers are signed out`);
      await client.invalidateQueries({ queryKey: keys.account('sessions') });
    },
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    change.mutate();
  };
  const eye = { 'aria-label': t`Show the password` };
  return (
    <Section
      title={t`Password`}
      about={t`A change signs you out everywhere but here.`}
      actions={
        !open && (
          <Button variant="default" onClick={() => setOpen(true)}>
            <Trans>Change</Trans>
          </Button>
        )
      }
    >
      {open && (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <input type="hidden" autoComplete="username" value={member.email} readOnly />
            <PasswordInput label={t`Current password`} autoComplete="current-password" required value={old} onChange={(e) => setOld(e.target.value)} visibilityToggleButtonProps={eye} />
            <PasswordInput
              label={t`New password`}
              description={t`At least ${shortest} characters; a phrase of several words is good.`}
              autoComplete="new-password"
              required
              minLength={shortest}
              value={next}
              onChange={(e) => setNext(e.target.value)}
              visibilityToggleButtonProps={eye}
            />
            <Refusal error={change.error} />
            <Group>
              <Button type="submit" loading={change.isPending}>
                <Trans>Change the password</Trans>
              </Button>
              <Button variant="default" onClick={close}>
                <Trans>Cancel</Trans>
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Section>
  );
}
