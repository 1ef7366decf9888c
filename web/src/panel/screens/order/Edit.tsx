import { Button, Drawer, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { Conflict, isStale } from './Conflict';
import { tag, useAct, type Order } from './data';
import { DeliveryChoice } from './DeliveryChoice';
import { Difference } from './Difference';
import { add, changesOf, textOf, untouched, type Typed } from './edit';
import { EditLines } from './EditLines';
import { Goods } from './Goods';

/**
 * Edit changes an order. What the person types is kept beside the order, so that it stands
 * when somebody else has changed the order meanwhile; what it comes to is shown before.
 */
export function Edit({ order, close }: { order: Order; close: () => void }) {
  const { t } = useLingui();
  const [base, setBase] = useState(order);
  const [typed, setTyped] = useState<Typed>(untouched);
  const changes = changesOf(base, typed);
  const act = useAct(
    () => got(api.PATCH('/api/v1/orders/{id}', { params: { path: { id: base.id }, header: { 'If-Match': tag(base) } }, body: changes! })),
    () => (close(), { message: t`The order is changed` }),
  );
  const set = (more: Partial<Typed>) => setTyped((was) => ({ ...was, ...more }));
  const field = (key: 'name' | 'phone' | 'address' | 'comment') => ({
    value: typed[key] ?? textOf(base, key),
    onChange: (e: { target: { value: string } }) => set({ [key]: e.target.value }),
  });
  return (
    <Drawer opened onClose={close} position="right" size="lg" title={t`Change order ${base.number}`} closeButtonProps={{ 'aria-label': t`Close` }}>
      <Stack>
        <EditLines order={base} typed={typed} change={setTyped} />
        <Goods pick={(c) => setTyped((was) => add(base, was, c))} word={t`Add`} />
        <DeliveryChoice order={base} value={typed.delivery} change={(delivery) => setTyped(({ delivery: _, ...was }) => (delivery ? { ...was, delivery } : was))} />
        <TextInput label={t`Address`} maxLength={500} {...field('address')} />
        <Group grow align="flex-start">
          <TextInput label={t`Recipient`} maxLength={200} {...field('name')} />
          <TextInput label={t`Phone`} type="tel" maxLength={40} {...field('phone')} />
        </Group>
        <Textarea label={t`Comment`} maxLength={1000} autosize minRows={1} {...field('comment')} />
        <TextInput label={t`Why`} description={t`Stays in the history of the order`} maxLength={500} value={typed.why ?? ''} onChange={(e) => set({ why: e.target.value })} />
        <Difference order={base} changes={changes} />
        <Conflict error={act.error} was={base} is={order} again={isStale(act.error) ? () => (setBase(order), act.reset()) : undefined} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            <Trans>Leave it as it is</Trans>
          </Button>
          <Button loading={act.isPending} disabled={!changes} onClick={() => act.mutate()}>
            <Trans>Save the change</Trans>
          </Button>
        </Group>
      </Stack>
    </Drawer>
  );
}
