import { Button, Group, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Money } from '../../ui/Money';
import { Refusal } from '../../ui/Refusal';
import { Status } from '../../ui/Status';
import { When } from '../../ui/When';
import { useAct, usePart, type Order, type Return } from './data';
import { steps } from './may';
import css from './Order.module.css';
import { Part, Read } from './Part';
import { Pieces } from './Pieces';
import { Receive } from './Receive';
import { Refuse } from './Refuse';
import { RequestReturn } from './RequestReturn';
import { returns } from './words';

/** Returns are goods that come back; nothing stands here while nothing has left. */
export function Returns({ order }: { order: Order }) {
  const { t } = useLingui();
  const read = usePart(order.id, 'returns');
  const write = useMay('orders:write');
  const [asking, setAsking] = useState(false);
  const can = write && steps(order).return;
  if (!can && !read.data?.length) return null;
  return (
    <Part
      title={t`Returns`}
      action={
        can && (
          <Button size="compact-md" variant="default" onClick={() => setAsking(true)}>
            <Trans>Take goods back</Trans>
          </Button>
        )
      }
    >
      <Read of={read}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed" size="sm">
              <Trans>Nothing came back.</Trans>
            </Text>
          ) : (
            <ul className={css.plain}>
              {all.map((r) => (
                <One key={r.id} back={r} order={order} write={write} />
              ))}
            </ul>
          )
        }
      </Read>
      {asking && <RequestReturn order={order} back={read.data ?? []} close={() => setAsking(false)} />}
    </Part>
  );
}

function One({ back: r, order, write }: { back: Return; order: Order; write: boolean }) {
  const { t } = useLingui();
  const [open, setOpen] = useState<'refuse' | 'receive' | null>(null);
  const approve = useAct(
    () => got(api.POST('/api/v1/orders/{id}/returns/{part}/approve', { params: { path: { id: order.id, part: r.id } }, body: {} })),
    () => ({ message: t`The return is approved; the customer is told` }),
  );
  return (
    <li className={css.row}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Status word={r.state} of={returns} />
          <Text size="xs" c="dimmed">
            <When at={r.received_at ?? r.decided_at ?? r.created_at} />
          </Text>
        </Group>
        <Money sum={r.amount} fw={600} />
      </Group>
      <Pieces of={r.lines ?? []} order={order} />
      {(r.refusal || r.reason) && (
        <Text size="sm" c="dimmed">
          {r.refusal || r.reason}
        </Text>
      )}
      {write && r.state === 'requested' && (
        <Group gap="xs" mt="xs">
          <Button size="compact-md" loading={approve.isPending} onClick={() => approve.mutate()}>
            <Trans>Approve</Trans>
          </Button>
          <Button size="compact-md" variant="default" onClick={() => setOpen('refuse')}>
            <Trans>Refuse</Trans>
          </Button>
        </Group>
      )}
      {write && r.state === 'approved' && (
        <Button size="compact-md" mt="xs" onClick={() => setOpen('receive')}>
          <Trans>The goods are back</Trans>
        </Button>
      )}
      <Refusal error={approve.error} />
      {open === 'refuse' && <Refuse back={r} close={() => setOpen(null)} />}
      {open === 'receive' && <Receive back={r} order={order} close={() => setOpen(null)} />}
    </li>
  );
}
