import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { Refusal } from '../../ui/Refusal';

interface Props {
  email?: string;
  send: (form: { email: string; name: string; password: string }) => void;
  busy: boolean;
  error: unknown;
}

const shortest = 10;

/** AccountForm asks a new person for what an account needs. */
export function AccountForm({ email: given = '', send, busy, error }: Props) {
  const { t } = useLingui();
  const [email, setEmail] = useState(given);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const submit = (e: FormEvent) => {
    e.preventDefault();
    send({ email, name, password });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label={t`Your name`} autoComplete="name" required maxLength={100} value={name} onChange={(e) => setName(e.target.value)} />
        <TextInput label={t`E-mail`} type="email" autoComplete="username" required value={email} onChange={(e) => setEmail(e.target.value)} />
        <PasswordInput
          label={t`Password`}
          description={t`At least ${shortest} characters; a phrase of several words is good.`}
          autoComplete="new-password"
          required
          minLength={shortest}
          value={password}
          onChange={(e) => setPassword(e.target.value)}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
        />
        <Refusal error={error} />
        <Button type="submit" loading={busy}>
          <Trans>Create the account</Trans>
        </Button>
      </Stack>
    </form>
  );
}
