import { Button, Group, Modal, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { unpacked } from './counts';
import { useAct, type Order, type Parcel } from './data';
import { picked, Some } from './Some';

/** Pack makes a parcel of all that is left, or of some of it. */
export function Pack({ order, parcels }: { order: Order; parcels: Parcel[] }) {
  const { t } = useLingui();
  const most = new Map((order.lines ?? []).map((l) => [l.line, unpacked(l, parcels)]));
  const [some, setSome] = useState<Record<number, number> | null>(null);
  const apart = useAct((part: string) => got(api.POST('/api/v1/orders/{id}/fulfillments/{part}/cancel', { params: { path: { id: order.id, part } }, body: {} })));
  const act = useAct(
    (lines: { line: number; quantity: number }[] | null) => got(api.POST('/api/v1/orders/{id}/fulfillments', { params: { path: { id: order.id } }, body: lines ? { lines } : {} })),
    (p) => (setSome(null), { message: t`The parcel is packed`, undo: { label: t`Undo`, run: () => apart.mutate(p.id) } }),
  );
  const chosen = some ? picked(some) : [];
  return (
    <>
      <Button size="compact-md" loading={act.isPending && !some} onClick={() => act.mutate(null)}>
        <Trans>Pack all</Trans>
      </Button>
      <Button size="compact-md" variant="default" onClick={() => setSome(Object.fromEntries(most))}>
        <Trans>Pack a part</Trans>
      </Button>
      {!some && <Refusal error={act.error ?? apart.error} />}
      {some && (
        <Modal opened onClose={() => setSome(null)} title={t`Pack a part`} closeButtonProps={{ 'aria-label': t`Close` }} centered>
          <Stack>
            <Some order={order} most={most} value={some} change={setSome} />
            <Refusal error={act.error} />
            <Group justify="flex-end">
              <Button loading={act.isPending} disabled={chosen.length === 0} onClick={() => act.mutate(chosen)}>
                <Trans>Pack</Trans>
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  );
}
