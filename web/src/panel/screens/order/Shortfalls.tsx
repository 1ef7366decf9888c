import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Status } from '../../ui/Status';
import { text, useAct, usePart, type Choice, type Order, type Shortfall } from './data';
import { Goods } from './Goods';
import { steps } from './may';
import { shortfalls } from './words';

/** Shortfalls are pieces that the order should have and stock has not: somebody chooses what becomes of them. */
export function Shortfalls({ order }: { order: Order }) {
  const { t } = useLingui();
  const all = (usePart(order.id, 'shortfalls').data ?? []).filter((s) => s.state === 'open' || s.state === 'waiting');
  const write = useMay('orders:write');
  const hold = useAct(
    () => got(api.POST('/api/v1/orders/{id}/hold', { params: { path: { id: order.id } } })),
    () => ({ message: t`The goods are held again` }),
  );
  const lapsed = steps(order).hold;
  if (all.length === 0 && !lapsed) return null;
  return (
    <Alert color="orange" title={t`Goods are missing`} role="region" aria-label={t`Goods are missing`}>
      <Stack gap="sm">
        {all.map((s) => (
          <One key={s.id} short={s} order={order} write={write} />
        ))}
        {write && lapsed && (
          <Button size="compact-md" variant="default" loading={hold.isPending} onClick={() => hold.mutate()} style={{ alignSelf: 'flex-start' }}>
            <Trans>Hold the goods again</Trans>
          </Button>
        )}
        <Refusal error={hold.error} />
      </Stack>
    </Alert>
  );
}

function One({ short: s, order, write }: { short: Shortfall; order: Order; write: boolean }) {
  const { t, i18n } = useLingui();
  const [swapping, setSwapping] = useState(false);
  const at = { params: { path: { id: order.id, part: s.id } }, body: {} };
  const wait = useAct(
    () => got(api.POST('/api/v1/orders/{id}/shortfalls/{part}/wait', at)),
    () => ({ message: t`The order waits; the next pieces are its own` }),
  );
  const off = useAct(
    () => got(api.POST('/api/v1/orders/{id}/shortfalls/{part}/refund', at)),
    () => ({ message: t`The missing pieces are off the order` }),
  );
  const swap = useAct(
    (c: Choice) => got(api.POST('/api/v1/orders/{id}/shortfalls/{part}/substitute', { ...at, body: { variant_id: c.variant_id } })),
    () => (setSwapping(false), { message: t`Other goods go instead` }),
  );
  const line = order.lines?.find((l) => l.variant_id === s.variant_id);
  return (
    <div>
      <Group gap="xs">
        <Text size="sm" fw={550}>
          {text(line?.title, i18n.locale)} × {s.quantity}
        </Text>
        <Status word={s.state} of={shortfalls} />
      </Group>
      {write && (
        <Group gap="xs" mt={6}>
          {s.state === 'open' && (
            <Button size="compact-md" variant="default" loading={wait.isPending} onClick={() => wait.mutate()}>
              <Trans>Wait for more</Trans>
            </Button>
          )}
          <Button size="compact-md" variant="default" onClick={() => setSwapping(true)}>
            <Trans>Send something else</Trans>
          </Button>
          <Button size="compact-md" variant="default" loading={off.isPending} onClick={() => off.mutate()}>
            <Trans>Take off and give the money back</Trans>
          </Button>
        </Group>
      )}
      <Refusal error={wait.error ?? off.error} />
      <Modal opened={swapping} onClose={() => setSwapping(false)} title={t`Send something else`} closeButtonProps={{ 'aria-label': t`Close` }} centered>
        <Stack>
          <Goods pick={(c) => swap.mutate(c)} word={t`Send this`} />
          <Refusal error={swap.error} />
        </Stack>
      </Modal>
    </div>
  );
}
