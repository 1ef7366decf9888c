import { Button, Modal, Stack, Textarea } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { returnable } from './counts';
import { useAct, usePart, type Order, type Return } from './data';
import { picked, Some } from './Some';

/** RequestReturn asks for goods to be taken back. */
export function RequestReturn({ order, back, close }: { order: Order; back: Return[]; close: () => void }) {
  const { t } = useLingui();
  const parcels = usePart(order.id, 'fulfillments').data ?? [];
  const [some, setSome] = useState<Record<number, number>>({});
  const [reason, setReason] = useState('');
  const lines = picked(some);
  const act = useAct(
    () => got(api.POST('/api/v1/orders/{id}/returns', { params: { path: { id: order.id } }, body: { lines, ...(reason.trim() ? { reason: reason.trim() } : {}) } })),
    () => (close(), { message: t`The return is noted` }),
  );
  return (
    <Modal opened onClose={close} title={t`Take goods back`} closeButtonProps={{ 'aria-label': t`Close` }} centered>
      <Stack>
        <Some order={order} most={returnable(order, parcels, back)} value={some} change={setSome} />
        <Textarea label={t`Why`} value={reason} onChange={(e) => setReason(e.target.value)} maxLength={1000} autosize minRows={2} />
        <Refusal error={act.error} />
        <Button loading={act.isPending} disabled={lines.length === 0} onClick={() => act.mutate()}>
          <Trans>Note the return</Trans>
        </Button>
      </Stack>
    </Modal>
  );
}
