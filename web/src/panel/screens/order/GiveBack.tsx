import { Button, Group, Text } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Money } from '../../ui/Money';
import { Refusal } from '../../ui/Refusal';
import { usePart, type Order, type Payment } from './data';
import { moves } from './may';
import { Refund } from './Refund';

/** GiveBack gives back money of an order: of the payment that there is, or of one of several. */
export function GiveBack({ order, close }: { order: Order; close: () => void }) {
  const [chosen, choose] = useState<Payment | null>(null);
  const all = usePart(order.id, 'payments');
  if (all.error) return <Refusal error={all.error} />;
  if (!all.data) return null;
  const able = all.data.filter((p) => moves(p).refund);
  const p = chosen ?? (able.length === 1 ? able[0] : undefined);
  if (p) return <Refund payment={p} order={order} close={close} />;
  if (able.length === 0) {
    return (
      <Text size="xs" c="dimmed" role="status">
        <Trans>There is nothing to give back of it any more.</Trans>
      </Text>
    );
  }
  return (
    <Group gap={4}>
      {able.map((x) => (
        <Button key={x.id} size="compact-sm" variant="default" onClick={() => choose(x)}>
          {x.provider}&nbsp;
          <Money sum={x.captured} />
        </Button>
      ))}
    </Group>
  );
}
