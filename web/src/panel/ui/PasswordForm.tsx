import { Button, PasswordInput, PinInput, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { auth, type Member } from '../api/auth';
import { Problem } from '../api/problem';
import { Refusal } from './Refusal';

/** PasswordForm signs in by e-mail and password, and asks for the code of the second step where there is one. */
export function PasswordForm({ signed }: { signed: (member: Member) => void }) {
  const { t } = useLingui();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const enter = useMutation({ mutationFn: auth.password, onSuccess: ({ member }) => signed(member) });
  const second = enter.error instanceof Problem && (enter.error.code === 'staff.code_required' || code !== '');
  const send = (typed?: string) => enter.mutate({ email, password, ...(typed ? { code: typed } : {}) });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    send(code);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label={t`E-mail`} type="email" autoComplete="username" required value={email} onChange={(e) => setEmail(e.target.value)} />
        <PasswordInput
          label={t`Password`}
          autoComplete="current-password"
          required
          value={password}
          onChange={(e) => setPassword(e.target.value)}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
        />
        {second && (
          <Stack gap={4}>
            <Text size="sm" fw={500}>
              <Trans>Code from your authenticator app</Trans>
            </Text>
            <PinInput length={6} type="number" oneTimeCode aria-label={t`Code from your authenticator app`} value={code} onChange={setCode} onComplete={send} />
          </Stack>
        )}
        {enter.error instanceof Problem && enter.error.code === 'staff.code_required' ? null : <Refusal error={enter.error} />}
        <Button type="submit" loading={enter.isPending}>
          <Trans>Sign in</Trans>
        </Button>
      </Stack>
    </form>
  );
}
