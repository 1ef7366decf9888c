import { Button, Text, Textarea, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { useAct, type Order } from './data';
import { DeliveryChoice } from './DeliveryChoice';
import { draftOf } from './draft';
import { add, untouched, type Typed } from './edit';
import { EditLines } from './EditLines';
import { Goods } from './Goods';

interface Props {
  contact: string | undefined;
  conversation?: string;
  /** lang is the customer's; without it the page's. */
  lang?: string;
  made: (o: Order) => void;
}

/** DraftForm is what a new order is made of: goods, how they go, and to whom. */
export function DraftForm({ contact, conversation, lang, made }: Props) {
  const { t, i18n } = useLingui();
  const [typed, setTyped] = useState<Typed>(untouched);
  const set = (more: Partial<Typed>) => setTyped((was) => ({ ...was, ...more }));
  const body = draftOf(contact, typed, lang ?? i18n.locale, conversation);
  const make = useAct<void, Order>(
    () => got(api.POST('/api/v1/orders', { body: body! })),
    (o) => (made(o), { message: t`The draft is ready: look through it and place it` }),
  );
  return (
    <>
      <EditLines order={{ lines: [] }} typed={typed} change={setTyped} />
      <Goods pick={(c) => setTyped((was) => add(undefined, was, c))} word={t`Add`} />
      <DeliveryChoice value={typed.delivery} change={(delivery) => setTyped(({ delivery: _, ...was }) => (delivery ? { ...was, delivery } : was))} />
      <TextInput label={t`Address`} maxLength={500} value={typed.address ?? ''} onChange={(e) => set({ address: e.target.value })} />
      <TextInput label={t`Recipient`} maxLength={200} value={typed.name ?? ''} onChange={(e) => set({ name: e.target.value })} />
      <TextInput label={t`Phone`} type="tel" maxLength={40} value={typed.phone ?? ''} onChange={(e) => set({ phone: e.target.value })} />
      <Textarea label={t`Comment`} maxLength={1000} autosize minRows={1} value={typed.comment ?? ''} onChange={(e) => set({ comment: e.target.value })} />
      <Refusal error={make.error} />
      <Button loading={make.isPending} disabled={!body} onClick={() => make.mutate()}>
        <Trans>Make the draft</Trans>
      </Button>
      {!body && (
        <Text size="sm" c="dimmed">
          {contact ? <Trans>Choose at least one product.</Trans> : <Trans>Choose a customer and at least one product.</Trans>}
        </Text>
      )}
    </>
  );
}
