import { Box, Group, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Money } from '../../ui/Money';
import { Status } from '../../ui/Status';
import { parcels, payment, status } from '../orders/words';
import { text, useGoods, type Line, type Order } from './data';
import css from './Order.module.css';
import { Part } from './Part';

/** Lines are the goods of an order as they were sold, and what they come to. */
export function Lines({ order }: { order: Order }) {
  const { t } = useLingui();
  const lines = order.lines ?? [];
  const goods = useGoods(lines.map((l) => l.variant_id));
  const picture = new Map(goods.data?.map((g) => [g.variant_id, g.image]));
  return (
    <Part title={t`Goods`} action={<States order={order} />}>
      <ul className={css.plain}>
        {lines.map((l) => (
          <li key={l.line} className={css.line}>
            <Picture src={picture.get(l.variant_id)} />
            <Of line={l} />
            <Box ta="right">
              <Money sum={l.total} fw={600} />
              <Text size="xs" c="dimmed">
                {l.quantity} × <Money sum={l.price} />
              </Text>
            </Box>
          </li>
        ))}
      </ul>
      <Sums order={order} />
    </Part>
  );
}

/** Picture of a product; one that has none leaves its place empty. */
export function Picture({ src }: { src: string | undefined }) {
  return src ? <img className={css.picture} src={src} alt="" loading="lazy" width={48} height={48} /> : <div className={css.picture} aria-hidden />;
}

function States({ order }: { order: Order }) {
  return (
    <Group gap={4}>
      <Status word={order.status} of={status} />
      {order.status !== 'draft' && (
        <>
          <Status word={order.payment_status} of={payment} />
          <Status word={order.fulfillment_status} of={parcels} />
        </>
      )}
    </Group>
  );
}

/** Of is what a line is: title, options, and why it costs less. */
export function Of({ line }: { line: Line }) {
  const { i18n } = useLingui();
  const options = (line.options ?? []).map((o) => text(o.value, i18n.locale)).join(', ');
  return (
    <Box miw={0}>
      <Text size="sm" fw={550}>
        {text(line.title, i18n.locale)}
      </Text>
      <Text size="xs" c="dimmed">
        {[options, line.sku].filter(Boolean).join(' · ')}
      </Text>
      {(line.reasons ?? []).map((r) => (
        <Text size="xs" c="counter" key={r.promotion_id + (r.code ?? '')}>
          {text(r.title, i18n.locale)} {r.code && `(${r.code})`} {r.amount > 0 && <Money sum={{ amount: -r.amount, currency: line.total.currency }} />}
        </Text>
      ))}
    </Box>
  );
}

/** Sums are what an order comes to. */
export function Sums({ order }: { order: Order }) {
  const owed = order.balance.amount < 0;
  return (
    <dl className={css.sums}>
      <dt><Trans>Goods</Trans></dt>
      <dd><Money sum={order.items} /></dd>
      {order.discount.amount !== 0 && (
        <>
          <dt><Trans>Discount</Trans></dt>
          <dd><Money sum={{ ...order.discount, amount: -order.discount.amount }} /></dd>
        </>
      )}
      <dt><Trans>Delivery</Trans></dt>
      <dd><Money sum={order.delivery} /></dd>
      <dt data-total><Trans>Total</Trans></dt>
      <dd data-total><Money sum={order.total} /></dd>
      {order.balance.amount !== 0 && (
        <>
          <dt>{owed ? <Trans>The shop owes</Trans> : <Trans>To be paid</Trans>}</dt>
          <dd><Money sum={{ ...order.balance, amount: Math.abs(order.balance.amount) }} fw={600} /></dd>
        </>
      )}
    </dl>
  );
}
