import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { useAct, type Parcel } from './data';

/** Ship notes that a parcel has left, and how it can be followed. */
export function Ship({ parcel, close }: { parcel: Parcel; close: () => void }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState({ carrier: '', tracking: '', tracking_url: '' });
  const act = useAct(
    () => {
      const body = Object.fromEntries(Object.entries(typed).flatMap(([k, v]) => (v.trim() ? [[k, v.trim()]] : [])));
      return got(api.POST('/api/v1/orders/{id}/fulfillments/{part}/ship', { params: { path: { id: parcel.order_id, part: parcel.id } }, body }));
    },
    () => (close(), { message: t`The parcel is shipped; the customer is told` }),
  );
  const submit = (e: FormEvent) => {
    e.preventDefault();
    act.mutate();
  };
  const set = (k: keyof typeof typed) => (e: { target: { value: string } }) => setTyped({ ...typed, [k]: e.target.value });
  return (
    <Modal opened onClose={close} title={t`Ship the parcel`} closeButtonProps={{ 'aria-label': t`Close` }} centered>
      <form onSubmit={submit}>
        <Stack>
          <TextInput label={t`Carrier`} value={typed.carrier} onChange={set('carrier')} maxLength={100} data-autofocus />
          <TextInput label={t`Tracking number`} value={typed.tracking} onChange={set('tracking')} maxLength={100} />
          <TextInput label={t`Tracking link`} type="url" value={typed.tracking_url} onChange={set('tracking_url')} maxLength={2000} />
          <Refusal error={act.error} />
          <Button type="submit" loading={act.isPending}>
            <Trans>Ship</Trans>
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
