import { Button, Modal, Select, Stack, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { api, got } from '../../api/client';
import { digits, sumOf } from '../../ui/money';
import { Refusal } from '../../ui/Refusal';
import { text, useAct, useRules, type Order } from './data';

/** plain writes an amount as a field takes it: "1490" or "1490.50". */
export function plain(amount: number, currency: string): string {
  const n = digits(currency);
  const s = (amount / 10 ** n).toFixed(n);
  return s.replace(/\.0+$/, '');
}

/** Received notes money that came by hand: cash, a card on delivery, a bank transfer. */
export function Received({ order, close }: { order: Order; close: () => void }) {
  const { t, i18n } = useLingui();
  const currency = order.total.currency;
  const [typed, setTyped] = useState(plain(order.balance.amount, currency));
  const [note, setNote] = useState('');
  const [method, setMethod] = useState<string | null>(null);
  const ways = (useRules().data?.ways ?? []).filter((w) => !w.online);
  const amount = sumOf(typed, currency);
  const act = useAct(
    () =>
      got(
        api.POST('/api/v1/orders/{id}/payments/received', {
          params: { path: { id: order.id } },
          body: { amount: amount!, ...(method ? { method } : {}), ...(note.trim() ? { note: note.trim() } : {}) },
        }),
      ),
    () => (close(), { message: t`The money is noted` }),
  );
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (amount) act.mutate();
  };
  return (
    <Modal opened onClose={close} title={t`Note received money`} closeButtonProps={{ 'aria-label': t`Close` }} centered>
      <form onSubmit={submit}>
        <Stack>
          <TextInput label={t`Amount, ${currency}`} inputMode="decimal" required value={typed} onChange={(e) => setTyped(e.target.value)} error={amount ? null : t`This is no amount`} data-autofocus />
          {ways.length > 1 && (
            <Select
              label={t`How it came`}
              placeholder={t`As the order says`}
              data={ways.map((w) => ({ value: w.method, label: text(w.title, i18n.locale) }))}
              value={method}
              onChange={setMethod}
              clearable
            />
          )}
          <TextInput label={t`Note`} placeholder={t`Cash to the courier`} value={note} onChange={(e) => setNote(e.target.value)} maxLength={500} />
          <Refusal error={act.error} />
          <Button type="submit" loading={act.isPending} disabled={!amount}>
            <Trans>Note it</Trans>
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
