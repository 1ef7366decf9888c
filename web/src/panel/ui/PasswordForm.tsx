import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconHourglass } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { auth } from '../api/auth';
import { Problem } from '../api/problem';
import { Refusal } from './Refusal';
import { SecondStep } from './SecondStep';
import { clock, useWait } from './useWait';

interface Props {
  signed: () => void;
  /** of is the e-mail of who shows again that it is them. */
  of?: string;
}

/** PasswordForm signs in by e-mail and password, and asks for the code of the second step where there is one. */
export function PasswordForm({ signed, of }: Props) {
  const { t } = useLingui();
  const [email, setEmail] = useState(of ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [second, setSecond] = useState(false);
  const enter = useMutation({
    mutationFn: auth.password,
    onSuccess: signed,
    onError: (error) => setSecond((was) => was || (error instanceof Problem && error.code === 'staff.code_required')),
  });
  const wait = useWait(enter.error);
  const asked = enter.error instanceof Problem && enter.error.code === 'staff.code_required';
  const send = (typed: string) => enter.mutate({ email, password, ...(typed ? { code: typed } : {}) });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    send(code);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label={t`E-mail`} type="email" autoComplete="username" required readOnly={of !== undefined} value={email} onChange={(e) => setEmail(e.target.value)} data-autofocus={of === undefined || undefined} />
        <PasswordInput
          label={t`Password`}
          autoComplete="current-password"
          required
          value={password}
          onChange={(e) => setPassword(e.target.value)}
          data-autofocus={of !== undefined || undefined}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
        />
        {second && <SecondStep value={code} change={setCode} whole={send} />}
        {wait > 0 ? (
          <Alert color="orange" role="alert" icon={<IconHourglass aria-hidden />} title={t`Too many attempts`}>
            <Trans>
              Try again in <span aria-live="off">{clock(wait)}</span>. Your password stays as it is.
            </Trans>
          </Alert>
        ) : (
          !asked && enter.error && <SignInRefusal error={enter.error} />
        )}
        <Button type="submit" loading={enter.isPending} disabled={wait > 0}>
          {of === undefined ? <Trans>Sign in</Trans> : <Trans>Confirm</Trans>}
        </Button>
      </Stack>
    </form>
  );
}

/** SignInRefusal says in the page's language what Supabase Auth says in English alone. */
function SignInRefusal({ error }: { error: unknown }) {
  const { t } = useLingui();
  if (!(error instanceof Problem) || !error.code.startsWith('supabase.')) return <Refusal error={error} />;
  const wrong = error.status === 400 && /invalid/.test(error.code);
  return <Refusal error={wrong ? new Problem(error.status, error.code, t`This e-mail and password open nothing here`) : error} />;
}
