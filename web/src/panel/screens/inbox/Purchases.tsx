import { Anchor, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMay, useMe } from '../../app/Guard';
import { api, got } from '../../api/client';
import type { Conversation } from '../../api/desk';
import { keys } from '../../api/keys';
import { Failed } from '../../ui/Failed';
import { Money } from '../../ui/Money';
import { Refusal } from '../../ui/Refusal';
import { Status } from '../../ui/Status';
import { When } from '../../ui/When';
import type { Order } from '../orders/filter';
import { parcels, payment, status } from '../orders/words';
import { append } from './kept';
import { Return } from './Selling';

/** Purchases are the customer's orders, newest first. */
export function Purchases({ c }: { c: Conversation }) {
  const list = useQuery({
    queryKey: keys.orders.of(c.contact_id),
    queryFn: () => got(api.GET('/api/v1/orders', { params: { query: { contact_id: c.contact_id, limit: 10 } } })),
  });
  if (list.error) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Skeleton h={76} />;
  const orders = list.data.items ?? [];
  if (orders.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        <Trans>Nothing bought yet.</Trans>
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      {orders.map((o) => (
        <Purchase key={o.id} o={o} c={c} />
      ))}
    </Stack>
  );
}

function Purchase({ o, c }: { o: Order; c: Conversation }) {
  const may = useMay('payments:write');
  const owes = o.status === 'placed' && o.balance.amount > 0;
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap">
        <Anchor href={`#/orders/${encodeURIComponent(o.id)}`} size="sm" fw={600}>
          {o.number}
        </Anchor>
        <Money sum={o.total} fz="sm" fw={600} />
      </Group>
      <Group gap={4}>
        {o.status === 'placed' ? <Status word={o.payment_status} of={payment} /> : <Status word={o.status} of={status} />}
        {o.status === 'placed' && <Status word={o.fulfillment_status} of={parcels} />}
      </Group>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          <When at={o.placed_at ?? o.created_at} />
        </Text>
        {owes && may && <PaymentLink o={o} c={c} />}
        <Return o={o} />
      </Group>
    </Stack>
  );
}

/** PaymentLink makes a link to pay what is owed, and puts it into the field: a person sends it. */
function PaymentLink({ o, c }: { o: Order; c: Conversation }) {
  const { member } = useMe();
  const rules = useQuery({ queryKey: keys.orders.rules, queryFn: () => got(api.GET('/api/v1/order-rules')), staleTime: 60_000 });
  const ways = (rules.data?.ways ?? []).filter((w) => w.online);
  const way = ways.find((w) => w.method === o.payment_method) ?? ways[0];
  const make = useMutation({
    mutationFn: () => got(api.POST('/api/v1/orders/{id}/payments', { params: { path: { id: o.id } }, body: { lang: c.lang === 'en' ? 'en' : 'ru', ...(way ? { method: way.method } : {}) } })),
    onSuccess: (p) => p.url && append(member.id, c.id, p.url),
  });
  if (!way) return null;
  return (
    <>
      <Button size="compact-sm" variant="light" loading={make.isPending} onClick={() => make.mutate()}>
        <Trans>Payment link</Trans>
      </Button>
      <Refusal error={make.error} />
    </>
  );
}
