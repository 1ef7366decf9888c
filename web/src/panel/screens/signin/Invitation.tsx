import { Button, Skeleton, Text } from '@mantine/core';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { auth, type Role } from '../../api/auth';
import { keys } from '../../api/keys';
import { Refusal } from '../../ui/Refusal';
import { AccountForm, type Newcomer } from './AccountForm';
import { Door } from './Door';

const roles: Record<Role, MessageDescriptor> = {
  owner: msg`You will own the shop together with others: everything is allowed.`,
  manager: msg`You will run the shop: goods, settings, reports, customers.`,
  operator: msg`You will serve customers: conversations, orders, payments.`,
  viewer: msg`You will look at everything and change nothing.`,
};

/** Invitation makes somebody staff, by the link that an owner has given them. */
export function Invitation() {
  const { t, i18n } = useLingui();
  const { token = '' } = useParams({ strict: false });
  const navigate = useNavigate();
  const client = useQueryClient();
  const asked = useQuery({ queryKey: keys.invitation(token), queryFn: () => auth.invitation(token), retry: false, staleTime: Infinity });
  const join = useMutation({
    mutationFn: (form: Newcomer) => auth.accept(token, form),
    onSuccess: async () => {
      await client.resetQueries({ queryKey: keys.me });
      await navigate({ to: '/' });
    },
  });
  if (asked.error) {
    return (
      <Door title={t`This invitation cannot be used`}>
        <Refusal error={asked.error} />
        <Button variant="default" component={Link} to="/sign-in">
          <Trans>To the sign-in</Trans>
        </Button>
      </Door>
    );
  }
  if (!asked.data) {
    return (
      <Door title={t`Invitation`}>
        <Skeleton h={280} role="status" aria-label={t`Loading`} />
      </Door>
    );
  }
  const { shop, role, email } = asked.data;
  return (
    <Door title={t`${shop} invites you`}>
      <Text c="dimmed">{i18n._(roles[role])}</Text>
      <AccountForm {...(email ? { email } : {})} joins send={join.mutate} busy={join.isPending} error={join.error} />
    </Door>
  );
}
