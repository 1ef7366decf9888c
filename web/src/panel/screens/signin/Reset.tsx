import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { auth } from '../../api/auth';
import { Refusal } from '../../ui/Refusal';
import { shortest } from './AccountForm';
import { Door } from './Door';

/** Reset sets a new password, by a one-time link. */
export function Reset() {
  const { t } = useLingui();
  const { token = '' } = useParams({ strict: false });
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const set = useMutation({ mutationFn: () => auth.reset(token, password), onSuccess: () => client.clear() });
  if (set.isSuccess) {
    return (
      <Door title={t`The new password is set`}>
        <Text>
          <Trans>Sign in with it. Other browsers are signed out, and the second step is off: switch it on again in your account.</Trans>
        </Text>
        <Button component={Link} to="/sign-in">
          <Trans>To the sign-in</Trans>
        </Button>
      </Door>
    );
  }
  const submit = (e: FormEvent) => {
    e.preventDefault();
    set.mutate();
  };
  return (
    <Door title={t`A new password`}>
      <form onSubmit={submit}>
        <Stack>
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
          <Refusal error={set.error} />
          <Button type="submit" loading={set.isPending}>
            <Trans>Set the password</Trans>
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
