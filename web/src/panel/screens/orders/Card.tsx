import { Group, Stack, Text } from '@mantine/core';
import { Money } from '../../ui/Money';
import { Status } from '../../ui/Status';
import { When } from '../../ui/When';
import type { Order } from './filter';
import { parcels, payment, status } from './words';

/** Card is an order of the list on a phone. */
export function Card({ order }: { order: Order }) {
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} truncate>
          {order.number} · {order.recipient.name || '—'}
        </Text>
        <Money sum={order.total} fw={600} />
      </Group>
      <Group justify="space-between" wrap="nowrap">
        <Group gap={4}>
          {order.status === 'placed' ? <Status word={order.payment_status} of={payment} /> : <Status word={order.status} of={status} />}
          {order.status === 'placed' && <Status word={order.fulfillment_status} of={parcels} />}
        </Group>
        <Text size="xs" c="dimmed">
          <When at={order.placed_at ?? order.created_at} />
        </Text>
      </Group>
    </Stack>
  );
}
