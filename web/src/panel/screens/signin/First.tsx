import { Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { auth } from '../../api/auth';
import { AccountForm, type Newcomer } from './AccountForm';
import { Door } from './Door';

/** First makes the owner's account, by the link that the server printed. */
export function First() {
  const { t } = useLingui();
  const { token } = useParams({ strict: false });
  const navigate = useNavigate();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: (form: Newcomer) => auth.first({ token: token ?? '', ...form }),
    onSuccess: async () => {
      await client.resetQueries();
      await navigate({ to: '/guide' });
    },
  });
  return (
    <Door title={t`The owner's account`}>
      <Text c="dimmed">
        <Trans>You will be able to do everything in the panel and to invite others.</Trans>
      </Text>
      <AccountForm send={make.mutate} busy={make.isPending} error={make.error} />
    </Door>
  );
}
