import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Money } from '../../ui/Money';
import { Refusal } from '../../ui/Refusal';
import { tag, text, useAct, useOrder, useRules, type Order } from './data';
import { DraftForm } from './DraftForm';
import { Edit } from './Edit';

export interface Talk {
  contact: string;
  conversation: string;
  lang: 'ru' | 'en';
  /** say puts words into the field of the conversation, for a person to send. */
  say: (words: string) => void;
  close: () => void;
}

/** MakeOrder makes an order for the customer of a conversation: a draft, then the order, then the link to pay it. */
export function MakeOrder(talk: Talk) {
  const [made, setMade] = useState<Order | null>(null);
  return (
    <Stack>{made ? <Place order={made} {...talk} /> : <DraftForm contact={talk.contact} conversation={talk.conversation} lang={talk.lang} made={setMade} />}</Stack>
  );
}

function Place({ order: made, lang, say, close }: { order: Order } & Talk) {
  const { t, i18n } = useLingui();
  const order = useOrder(made.id).data ?? made;
  const [editing, setEditing] = useState(false);
  const may = useMay('payments:write');
  const ways = (useRules().data?.ways ?? []).filter((w) => w.online);
  const pay = may && ways.length > 0;
  const place = useAct<string | null>(
    async (method) => {
      await got(api.POST('/api/v1/orders/{id}/place', { params: { path: { id: order.id }, header: { 'If-Match': tag(order) } } }));
      if (!method) return;
      const p = await got(api.POST('/api/v1/orders/{id}/payments', { params: { path: { id: order.id } }, body: { method, lang } }));
      if (p.url) say(p.url);
    },
    () => (close(), { message: t`The order is placed` }),
  );
  return (
    <>
      <Text>
        <Trans>Draft {order.number}: look through it, and place it. Until then it binds nobody.</Trans>
      </Text>
      {(order.lines ?? []).map((l) => (
        <Group key={l.line} justify="space-between" wrap="nowrap">
          <Text size="sm">
            {text(l.title, i18n.locale)} × {l.quantity}
          </Text>
          <Money sum={l.total} fz="sm" />
        </Group>
      ))}
      {order.shipping.method_id && (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{text(order.shipping.title, i18n.locale)}</Text>
          <Money sum={order.delivery} fz="sm" />
        </Group>
      )}
      <Group justify="space-between">
        <Text fw={600}>
          <Trans>Total</Trans>
        </Text>
        <Money sum={order.total} fw={600} />
      </Group>
      <Refusal error={place.error} />
      {pay &&
        ways.map((way, i) => (
          <Button key={way.method} variant={i ? 'light' : 'filled'} loading={place.isPending} onClick={() => place.mutate(way.method)}>
            {ways.length > 1 ? <Trans>Place it and take the link: {text(way.title, i18n.locale)}</Trans> : <Trans>Place it and take the payment link</Trans>}
          </Button>
        ))}
      <Button variant={pay ? 'default' : 'filled'} loading={place.isPending} onClick={() => place.mutate(null)}>
        <Trans>Place the order</Trans>
      </Button>
      <Group justify="space-between">
        <Button variant="subtle" size="compact-md" onClick={() => setEditing(true)}>
          <Trans>Change</Trans>
        </Button>
        <Anchor size="sm" href={`#/orders/${encodeURIComponent(order.id)}`}>
          <Trans>Open the draft</Trans>
        </Anchor>
      </Group>
      {editing && <Edit order={order} close={() => setEditing(false)} />}
    </>
  );
}
