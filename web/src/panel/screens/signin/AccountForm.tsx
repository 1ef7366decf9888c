import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { Problem } from '../../api/problem';
import { Refusal } from '../../ui/Refusal';
import { SecondStep } from '../../ui/SecondStep';

/** Newcomer is what somebody who comes by a link says of themselves. */
export interface Newcomer {
  email: string;
  name: string;
  password: string;
  code?: string;
}

interface Props {
  email?: string;
  /** joins: people who sign in here already may come as well, by their password. */
  joins?: boolean;
  send: (form: Newcomer) => void;
  busy: boolean;
  error: unknown;
}

export const shortest = 10;

/** AccountForm asks a new person for what an account needs. */
export function AccountForm({ email: given = '', joins, send, busy, error }: Props) {
  const { t } = useLingui();
  const [email, setEmail] = useState(given);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [known, setKnown] = useState(false);
  const second = error instanceof Problem && (error.code === 'staff.code_required' || code !== '');
  const form = (typed: string) => send({ email, name: known ? email : name, password, ...(typed ? { code: typed } : {}) });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    form(code);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {!known && <TextInput label={t`Your name`} autoComplete="name" required maxLength={100} value={name} onChange={(e) => setName(e.target.value)} />}
        <TextInput label={t`E-mail`} type="email" autoComplete="username" required readOnly={given !== ''} value={email} onChange={(e) => setEmail(e.target.value)} />
        <PasswordInput
          label={t`Password`}
          description={known ? t`The one by which you sign in here already.` : t`At least ${shortest} characters; a phrase of several words is good.`}
          autoComplete={known ? 'current-password' : 'new-password'}
          required
          minLength={shortest}
          value={password}
          onChange={(e) => setPassword(e.target.value)}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
        />
        {second && <SecondStep value={code} change={setCode} whole={form} />}
        {!(second && code === '') && <Refusal error={error} />}
        <Button type="submit" loading={busy}>
          {known ? <Trans>Join</Trans> : <Trans>Create the account</Trans>}
        </Button>
        {joins && (
          <Text size="sm">
            <Anchor component="button" type="button" size="sm" py={4} onClick={() => setKnown(!known)}>
              {known ? <Trans>I have no account here yet</Trans> : <Trans>I have an account here already</Trans>}
            </Anchor>
          </Text>
        )}
      </Stack>
    </form>
  );
}
