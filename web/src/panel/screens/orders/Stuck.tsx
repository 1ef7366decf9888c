import { Anchor, Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { When } from '../../ui/When';
import { done } from '../../ui/undo';
import { problems } from './problems';

/** Stuck is what a person has to look at about money, of all orders. */
export function Stuck() {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const write = useMay('payments:write');
  const read = useQuery({ queryKey: keys.orders.problems, queryFn: () => got(api.GET('/api/v1/payment-problems')).then((p) => p.items ?? []) });
  const resolve = useMutation({
    mutationFn: (id: string) => api.POST('/api/v1/payment-problems/{id}/resolve', { params: { path: { id } } }),
    onSuccess: () => done(t`Noted that you have looked at it`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.orders.all }),
  });
  if (read.isPending) return <Skeleton flex={1} role="status" aria-label={t`Loading`} />;
  if (read.error) return <Failed error={read.error} again={() => void read.refetch()} />;
  if (read.data.length === 0) {
    return (
      <Empty icon={IconCircleCheck} title={t`The money is in order`}>
        <Trans>What needs a person's eye will stand here: refunds by hand, payments that nobody can explain, a provider that does not answer.</Trans>
      </Empty>
    );
  }
  return (
    <Stack gap="xs">
      <Refusal error={resolve.error} />
      {read.data.map((p) => (
        <Paper key={p.id} withBorder p="md">
          <Group justify="space-between" gap="xs">
            <div>
              <Text fw={550}>{problems[p.kind] ? i18n._(problems[p.kind]!) : p.kind}</Text>
              <Text size="sm" c="dimmed">
                <When at={p.created_at} />
              </Text>
            </div>
            <Group gap="xs">
              {p.order_id && (
                <Anchor href={`#/orders/${p.order_id}`}>
                  <Trans>Open the order</Trans>
                </Anchor>
              )}
              {write && (
                <Button size="compact-md" variant="default" loading={resolve.isPending && resolve.variables === p.id} onClick={() => resolve.mutate(p.id)}>
                  <Trans>I have looked at it</Trans>
                </Button>
              )}
            </Group>
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}
