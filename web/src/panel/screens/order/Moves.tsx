import { Button, Group } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { Money } from '../../ui/Money';
import { Refusal } from '../../ui/Refusal';
import { useAct, type Order, type Payment } from './data';
import { moves } from './may';
import { Refund } from './Refund';

/** Moves are what can be done with the money of a payment. */
export function Moves({ payment: p, order }: { payment: Payment; order: Order }) {
  const { t } = useLingui();
  const [refunding, setRefunding] = useState(false);
  const at = { params: { path: { id: p.id } }, body: {} };
  const capture = useAct(
    () => got(api.POST('/api/v1/payments/{id}/capture', at)),
    () => ({ message: t`The money is taken` }),
  );
  const release = useAct(
    () => got(api.POST('/api/v1/payments/{id}/void', at)),
    () => ({ message: p.status === 'authorized' ? t`The money is released` : t`The link is withdrawn` }),
  );
  const can = moves(p);
  if (!can.capture && !can.void && !can.refund) return null;
  return (
    <>
      <Group gap="xs" mt="xs">
        {can.capture && (
          <Button size="compact-md" loading={capture.isPending} onClick={() => capture.mutate()}>
            <Trans>Take the held money</Trans>&nbsp;
            <Money sum={p.held} />
          </Button>
        )}
        {can.void && (
          <Button size="compact-md" variant="default" loading={release.isPending} onClick={() => release.mutate()}>
            {p.status === 'authorized' ? <Trans>Release it</Trans> : <Trans>Withdraw</Trans>}
          </Button>
        )}
        {can.refund && (
          <Button size="compact-md" variant="default" onClick={() => setRefunding(true)}>
            <Trans>Give money back</Trans>
          </Button>
        )}
      </Group>
      <Refusal error={capture.error ?? release.error} />
      {refunding && <Refund payment={p} order={order} close={() => setRefunding(false)} />}
    </>
  );
}
