import { ActionIcon, Anchor, Group, Menu, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconArrowRight } from '@tabler/icons-react';
import { Money } from '../../ui/Money';
import { Status } from '../../ui/Status';
import { When } from '../../ui/When';
import type { Column } from './board';
import type { Order } from './filter';
import { useName } from './Lane';
import { payment } from './words';

/** BoardCard is an order on the board, with where it can be moved. */
export function BoardCard({ order, to, move }: { order: Order; to: Column[]; move: (c: Column) => void }) {
  const { t } = useLingui();
  const name = useName();
  return (
    <>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Anchor href={`#/orders/${order.id}`} fw={600} size="sm" draggable={false}>
          {order.number}
        </Anchor>
        {to.length > 0 && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size={32} aria-label={t`Move order ${order.number}`}>
                <IconArrowRight size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {to.map((c) => (
                <Menu.Item key={c.key} onClick={() => move(c)}>
                  {name(c)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      <Text size="sm" truncate>
        {order.recipient.name || '—'}
      </Text>
      <Group justify="space-between" gap={4} mt={4}>
        <Money sum={order.total} size="sm" fw={600} />
        <Text size="xs" c="dimmed">
          <When at={order.placed_at ?? order.created_at} />
        </Text>
      </Group>
      <Status word={order.payment_status} of={payment} />
    </>
  );
}
