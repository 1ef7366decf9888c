import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { api, got } from '../../api/client';
import { Money } from '../../ui/Money';
import { sumOf } from '../../ui/money';
import { Refusal } from '../../ui/Refusal';
import { useAct, usePart, useRules, type Order, type Payment } from './data';
import { givenBack, left } from './may';
import { plain } from './Received';

/** Refund gives money back, whole or in part, and says before what that comes to. */
export function Refund({ payment: p, order, close }: { payment: Payment; order: Order; close: () => void }) {
  const { t } = useLingui();
  const currency = p.amount.currency;
  const most = left(p);
  const [typed, setTyped] = useState(plain(most, currency));
  const [why, setWhy] = useState('');
  const amount = sumOf(typed, currency);
  const limit = useLimit(order.id);
  const over = amount !== null && (amount.amount > most || amount.amount === 0);
  const beyond = amount !== null && limit !== null && amount.amount > limit;
  const act = useAct(
    () => got(api.POST('/api/v1/payments/{id}/refund', { params: { path: { id: p.id } }, body: { amount: amount!.amount, ...(why.trim() ? { why: why.trim() } : {}) } })),
    () => (close(), { message: t`The refund is on its way` }),
  );
  const submit = (e: FormEvent) => {
    e.preventDefault();
    act.mutate();
  };
  const wrong = amount === null ? t`This is no amount` : over ? t`There is not that much to give back` : beyond ? t`That is more than you may give back: ask a manager` : null;
  return (
    <Modal opened onClose={close} title={t`Give money back`} closeButtonProps={{ 'aria-label': t`Close` }} centered>
      <form onSubmit={submit}>
        <Stack>
          <Group align="flex-end" gap="xs">
            <TextInput label={t`Amount, ${currency}`} inputMode="decimal" required flex={1} value={typed} onChange={(e) => setTyped(e.target.value)} error={wrong} data-autofocus />
            <Button variant="default" onClick={() => setTyped(plain(most, currency))}>
              <Trans>All of it</Trans>
            </Button>
          </Group>
          <Text size="sm">
            <Trans>After that the customer will have paid</Trans> <Money sum={{ amount: p.captured.amount - p.refunded.amount - (amount?.amount ?? 0), currency }} fw={600} />
            {' · '}
            <Trans>the order costs</Trans> <Money sum={order.total} />
          </Text>
          {limit !== null && (
            <Text size="sm" c="dimmed">
              <Trans>You may still give back of this order:</Trans> <Money sum={{ amount: limit, currency }} />
            </Text>
          )}
          <Textarea label={t`Why`} value={why} onChange={(e) => setWhy(e.target.value)} maxLength={500} autosize minRows={2} />
          <Refusal error={act.error} />
          <Button type="submit" loading={act.isPending} disabled={wrong !== null}>
            <Trans>Give back</Trans>&nbsp;{amount && <Money sum={amount} />}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}

/** useLimit is what the person may still give back of an order; null is no bound. */
function useLimit(id: string): number | null {
  const rules = useRules().data;
  const all = usePart(id, 'payments').data;
  const entries = usePart(id, 'timeline').data;
  if (!rules?.bound || !rules.refund_limit) return null;
  return Math.max(rules.refund_limit.amount - givenBack(all ?? [], entries ?? []), 0);
}
