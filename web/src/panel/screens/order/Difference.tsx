import { Alert, Group, Loader, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Money } from '../../ui/Money';
import { Refusal } from '../../ui/Refusal';
import { text, type Changes, type Order } from './data';

/** Difference says what an edit comes to, before it is made. */
export function Difference({ order, changes }: { order: Order; changes: Changes | null }) {
  const { i18n } = useLingui();
  const [asked] = useDebouncedValue(changes ? JSON.stringify(changes) : '', 350);
  const seen = useQuery({
    queryKey: [...keys.orders.part(order.id, 'preview'), order.revision, asked],
    queryFn: () => got(api.POST('/api/v1/orders/{id}/edit-preview', { params: { path: { id: order.id } }, body: JSON.parse(asked) as Changes })),
    enabled: asked !== '',
    retry: false,
    placeholderData: (before) => before,
  });
  if (!changes) return null;
  if (seen.error) return <Refusal error={seen.error} />;
  if (!seen.data) return <Loader size="sm" type="dots" />;
  const { order: after, difference, promotions_dropped: dropped } = seen.data;
  return (
    <Alert color={difference.amount > 0 ? 'orange' : 'counter'} role="status">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          <Trans>The order will come to</Trans>
        </Text>
        <Text size="sm">
          <Money sum={order.total} td="line-through" c="dimmed" /> <Money sum={after.total} fw={650} />
        </Text>
      </Group>
      <Text size="sm">
        {difference.amount > 0 ? <Trans>The customer pays more:</Trans> : difference.amount < 0 ? <Trans>The customer pays less:</Trans> : <Trans>The total stays the same.</Trans>}{' '}
        {difference.amount !== 0 && <Money sum={{ ...difference, amount: Math.abs(difference.amount) }} fw={600} />}
      </Text>
      {(dropped ?? []).map((d) => (
        <Text size="sm" key={d.promotion_id}>
          <Trans>No longer holds:</Trans> {text(d.title, i18n.locale)} (<Money sum={d.amount} />)
        </Text>
      ))}
    </Alert>
  );
}
