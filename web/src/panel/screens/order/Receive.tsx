import { Button, Modal, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { useAct, type Order, type Return } from './data';
import { picked, Some } from './Some';

/** Receive notes what really came back, and what of it is not sold again. */
export function Receive({ back, order, close }: { back: Return; order: Order; close: () => void }) {
  const { t } = useLingui();
  const asked = Object.fromEntries((back.lines ?? []).map((l) => [l.line, l.quantity]));
  const [came, setCame] = useState<Record<number, number>>(asked);
  const [lost, setLost] = useState<Record<number, number>>({});
  const most = new Map((back.lines ?? []).map((l) => [l.line, l.quantity]));
  const act = useAct(
    () => {
      const off = picked(lost);
      return got(
        api.POST('/api/v1/orders/{id}/returns/{part}/receive', {
          params: { path: { id: order.id, part: back.id } },
          body: { lines: picked(came), ...(off.length ? { written_off: off } : {}) },
        }),
      );
    },
    () => (close(), { message: t`The goods are back; what is owed goes to the customer` }),
  );
  return (
    <Modal opened onClose={close} title={t`The goods are back`} closeButtonProps={{ 'aria-label': t`Close` }} centered>
      <Stack>
        <Text size="sm" fw={550}>
          <Trans>What came</Trans>
        </Text>
        <Some order={order} most={most} value={came} change={setCame} />
        <Text size="sm" fw={550}>
          <Trans>Of that, not to be sold again</Trans>
        </Text>
        <Some order={order} most={new Map(Object.entries(came).map(([k, v]) => [Number(k), v]))} value={lost} change={setLost} />
        <Refusal error={act.error} />
        <Button loading={act.isPending} disabled={picked(came).length === 0} onClick={() => act.mutate()}>
          <Trans>Take them in</Trans>
        </Button>
      </Stack>
    </Modal>
  );
}
