import { Button, Paper, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { Page } from '../../ui/Page';
import { Refusal } from '../../ui/Refusal';
import { useAct, type Order } from './data';
import { DeliveryChoice } from './DeliveryChoice';
import { add, untouched, type Typed } from './edit';
import { EditLines } from './EditLines';
import { Goods } from './Goods';
import { readNew } from './route';
import { draftOf } from './draft';
import { Who } from './Who';

/** New makes a draft for a contact: it binds nobody until it is placed. */
export function New() {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const { contact_id } = readNew(useSearch({ strict: false }));
  const [typed, setTyped] = useState<Typed>(untouched);
  const set = (more: Partial<Typed>) => setTyped((was) => ({ ...was, ...more }));
  const body = draftOf(contact_id, typed, i18n.locale);
  const make = useAct<void, Order>(
    () => got(api.POST('/api/v1/orders', { body: body! })),
    (o) => (void navigate({ to: '/orders/$id', params: { id: o.id } }), { message: t`The draft is ready: look through it and place it` }),
  );
  return (
    <Page title={t`New order`}>
      <Paper withBorder p="md" maw={720}>
        <Stack>
          <Who id={contact_id} choose={(id) => void navigate({ to: '/orders/new', search: id ? { contact_id: id } : {}, replace: true })} />
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
              <Trans>Choose a customer and at least one product.</Trans>
            </Text>
          )}
        </Stack>
      </Paper>
    </Page>
  );
}
