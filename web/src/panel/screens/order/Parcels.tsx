import { Anchor, Button, Group, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Status } from '../../ui/Status';
import { When } from '../../ui/When';
import { useAct, usePart, type Order, type Parcel } from './data';
import { parcelSteps, steps } from './may';
import css from './Order.module.css';
import { Part, Read } from './Part';
import { Pack } from './Pack';
import { Pieces } from './Pieces';
import { Ship } from './Ship';
import { boxes } from './words';

/** Parcels are what was packed and where it is. */
export function Parcels({ order }: { order: Order }) {
  const { t } = useLingui();
  const read = usePart(order.id, 'fulfillments');
  const write = useMay('orders:write');
  return (
    <Part title={t`Parcels`} action={write && steps(order).pack && <Pack order={order} parcels={read.data ?? []} />}>
      <Read of={read}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed" size="sm">
              {order.status === 'draft' ? <Trans>Place the order first.</Trans> : <Trans>Nothing is packed yet.</Trans>}
            </Text>
          ) : (
            <ul className={css.plain}>
              {all.map((p) => (
                <One key={p.id} parcel={p} order={order} write={write} />
              ))}
            </ul>
          )
        }
      </Read>
    </Part>
  );
}

function One({ parcel: p, order, write }: { parcel: Parcel; order: Order; write: boolean }) {
  const { t } = useLingui();
  const [shipping, setShipping] = useState(false);
  const at = { params: { path: { id: order.id, part: p.id } }, body: {} };
  const deliver = useAct(
    () => got(api.POST('/api/v1/orders/{id}/fulfillments/{part}/deliver', at)),
    () => ({ message: t`The parcel is delivered` }),
  );
  const apart = useAct(
    () => got(api.POST('/api/v1/orders/{id}/fulfillments/{part}/cancel', at)),
    () => ({ message: t`The parcel is taken apart` }),
  );
  const can = parcelSteps(p);
  return (
    <li className={css.row}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Status word={p.state} of={boxes} />
          <Text size="xs" c="dimmed">
            <When at={p.delivered_at ?? p.shipped_at ?? p.canceled_at ?? p.created_at} />
          </Text>
        </Group>
        {p.tracking && (
          <Text size="sm">
            {p.carrier}{' '}
            {p.tracking_url ? (
              <Anchor href={p.tracking_url} target="_blank" rel="noreferrer">
                {p.tracking}
              </Anchor>
            ) : (
              p.tracking
            )}
          </Text>
        )}
      </Group>
      <Pieces of={p.lines ?? []} order={order} />
      {write && (can.ship || can.deliver) && (
        <Group gap="xs" mt="xs">
          {can.ship && (
            <Button size="compact-md" onClick={() => setShipping(true)}>
              <Trans>Ship</Trans>
            </Button>
          )}
          {can.deliver && (
            <Button size="compact-md" variant="default" loading={deliver.isPending} onClick={() => deliver.mutate()}>
              <Trans>It has arrived</Trans>
            </Button>
          )}
          {can.cancel && (
            <Button size="compact-md" variant="subtle" color="gray" loading={apart.isPending} onClick={() => apart.mutate()}>
              {p.state === 'packed' ? <Trans>Take apart</Trans> : <Trans>It came back</Trans>}
            </Button>
          )}
        </Group>
      )}
      <Refusal error={deliver.error ?? apart.error} />
      {shipping && <Ship parcel={p} close={() => setShipping(false)} />}
    </li>
  );
}
