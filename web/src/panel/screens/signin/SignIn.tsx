import { Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { auth } from '../../api/auth';
import { keys } from '../../api/keys';
import { session } from '../../api/session';
import { SignInForm } from '../../ui/SignInForm';
import { Door } from './Door';

/** SignIn is the way in for people who have an account. */
export function SignIn() {
  const { t } = useLingui();
  const state = useQuery({ queryKey: keys.state, queryFn: auth.state });
  const navigate = useNavigate();
  const client = useQueryClient();
  const signed = async () => {
    await client.resetQueries();
    await navigate({ to: '/' });
  };
  return (
    <Door title={t`Sign in`}>
      {state.data?.first_run && (
        <Text>
          <Trans>This shop has no owner yet. Open the one-time link that the server printed when it started.</Trans>
        </Text>
      )}
      <SignInForm signed={() => void signed()} />
      <Text size="sm" c="dimmed">
        {session.tokens() ? (
          <Trans>Passwords are kept by Supabase Auth: whoever forgot one sets a new one there.</Trans>
        ) : (
          <Trans>Forgot the password? The owner makes you a link in Team; the owner gets theirs on the server: prilavok staff reset.</Trans>
        )}
      </Text>
    </Door>
  );
}
