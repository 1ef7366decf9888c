import { Button, Group, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useMay } from '../../app/Guard';
import { Money } from '../../ui/Money';
import { Status } from '../../ui/Status';
import { When } from '../../ui/When';
import { text, usePart, useRules, type Order, type Payment } from './data';
import { Confirm } from './Confirm';
import { steps } from './may';
import { Moves } from './Moves';
import css from './Order.module.css';
import { Part, Read } from './Part';
import { PayLink } from './PayLink';
import { Received } from './Received';
import { operations, payments, receipts, states } from './words';

/** Ledger is the money of an order: every payment, and all that was asked of its provider. */
export function Ledger({ order }: { order: Order }) {
  const { t } = useLingui();
  const read = usePart(order.id, 'payments');
  const write = useMay('payments:write');
  const [noting, setNoting] = useState(false);
  const pay = write && steps(order).pay;
  return (
    <Part
      title={t`Money`}
      action={
        pay && (
          <>
            <PayLink order={order} />
            <Button variant="default" size="compact-md" onClick={() => setNoting(true)}>
              <Trans>Note received money</Trans>
            </Button>
          </>
        )
      }
    >
      <Read of={read}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed" size="sm">
              <Trans>Nothing was paid or asked for yet.</Trans>
            </Text>
          ) : (
            <ul className={css.plain}>
              {all.map((p) => (
                <One key={p.id} payment={p} order={order} write={write} />
              ))}
            </ul>
          )
        }
      </Read>
      {noting && <Received order={order} close={() => setNoting(false)} />}
    </Part>
  );
}

function One({ payment: p, order, write }: { payment: Payment; order: Order; write: boolean }) {
  const { i18n } = useLingui();
  const rules = useRules();
  const way = rules.data?.ways?.find((w) => w.method === p.method);
  return (
    <li className={css.row}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text size="sm" fw={550}>
            {way ? text(way.title, i18n.locale) : p.method || p.provider}
          </Text>
          <Status word={p.status} of={payments} />
          {p.receipt && <Status word={p.receipt} of={receipts} />}
        </Group>
        <Money sum={p.amount} fw={600} />
      </Group>
      {p.reason && (
        <Text size="sm" c="dimmed">
          {p.reason}
        </Text>
      )}
      {(p.operations ?? []).map((o) => (
        <Group key={o.id} gap="xs" mt={4}>
          <Text size="xs" c="dimmed">
            <When at={o.created_at} />
          </Text>
          <Text size="sm">{operations[o.kind] ? i18n._(operations[o.kind]!) : o.kind}</Text>
          <Text size="sm" component="span">
            <Money sum={o.amount} />
          </Text>
          <Status word={o.state} of={states} />
          {o.why && (
            <Text size="xs" c="dimmed">
              {o.why}
            </Text>
          )}
          {write && o.state !== 'succeeded' && o.state !== 'failed' && (o.state === 'unclear' || (p.provider === 'manual' && o.kind === 'refund')) && <Confirm operation={o} />}
        </Group>
      ))}
      {write && <Moves payment={p} order={order} />}
    </li>
  );
}
