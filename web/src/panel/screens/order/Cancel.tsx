import { Alert, Button, Checkbox, Group, Modal, Stack, Textarea } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { Money } from '../../ui/Money';
import { useMay } from '../../app/Guard';
import { Conflict, isStale } from './Conflict';
import { tag, useAct, type Order } from './data';

/** Cancel ends an order before it has left; money that was taken goes back. */
export function Cancel({ order, close }: { order: Order; close: () => void }) {
  const { t } = useLingui();
  const [read, setRead] = useState(order);
  const [why, setWhy] = useState('');
  const taken = order.captured.amount - order.refunded.amount + order.authorized.amount;
  const [refund, setRefund] = useState(false);
  const pay = useMay('payments:write');
  const act = useAct(
    () =>
      got(
        api.POST('/api/v1/orders/{id}/cancel', {
          params: { path: { id: order.id }, header: { 'If-Match': tag(read) } },
          body: { ...(why.trim() ? { why: why.trim() } : {}), ...(refund ? { refund } : {}) },
        }),
      ),
    () => (close(), { message: t`The order is canceled` }),
  );
  return (
    <Modal opened onClose={close} title={t`Cancel order ${order.number}`} closeButtonProps={{ 'aria-label': t`Close` }} centered>
      <Stack>
        <Textarea label={t`Why`} description={t`Stays in the history of the order`} value={why} onChange={(e) => setWhy(e.target.value)} maxLength={500} autosize minRows={2} />
        {taken > 0 && (
          <Alert color="orange">
            <Checkbox
              checked={refund}
              disabled={!pay}
              onChange={(e) => setRefund(e.target.checked)}
              label={
                <>
                  <Trans>Give the money back:</Trans> <Money sum={{ amount: taken, currency: order.total.currency }} fw={600} />
                </>
              }
            />
          </Alert>
        )}
        <Conflict error={act.error} was={read} is={order} again={isStale(act.error) ? () => (setRead(order), act.reset()) : undefined} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            <Trans>Keep the order</Trans>
          </Button>
          <Button color="red" loading={act.isPending} disabled={taken > 0 && !refund} onClick={() => act.mutate()}>
            <Trans>Cancel the order</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
