import { Button, Group, SegmentedControl, Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPrinter } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../app/Guard';
import { Failed } from '../../ui/Failed';
import { Money } from '../../ui/Money';
import { Page } from '../../ui/Page';
import { slot } from './Customer';
import { text, useOrder, type Order } from './data';
import { Sums } from './Lines';
import css from './Print.module.css';

type Kind = 'sheet' | 'slip';

/** Print is an order on paper: a sheet with prices, or a packing slip without them. */
export function Print() {
  const { t } = useLingui();
  const { id = '' } = useParams({ strict: false });
  const read = useOrder(id);
  const [kind, setKind] = useState<Kind>('sheet');
  const o = read.data;
  return (
    <Page
      title={o ? t`Order ${o.number}` : t`Order`}
      actions={
        <Group gap="xs" className={css.screen}>
          <SegmentedControl
            aria-label={t`What to print`}
            value={kind}
            onChange={(v) => setKind(v as Kind)}
            data={[
              { value: 'sheet', label: t`Order sheet` },
              { value: 'slip', label: t`Packing slip` },
            ]}
          />
          <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
            <Trans>Print</Trans>
          </Button>
        </Group>
      }
    >
      {o ? <Sheet order={o} kind={kind} /> : read.error ? <Failed error={read.error} again={() => void read.refetch()} /> : <Skeleton h={400} />}
    </Page>
  );
}

function Sheet({ order, kind }: { order: Order; kind: Kind }) {
  const { i18n } = useLingui();
  const { shop } = useMe();
  const lang = i18n.locale;
  const priced = kind === 'sheet';
  const { shipping: to, recipient: who } = order;
  const at = new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeStyle: 'short', timeZone: shop.zone }).format(new Date(order.placed_at ?? order.created_at));
  return (
    <article className={css.sheet}>
      <header>
        <strong>{shop.name}</strong>
        <span>{at}</span>
      </header>
      <p>
        {[who.name, who.phone].filter(Boolean).join(', ')}
        <br />
        {[text(to.title, lang), text(to.zone, lang), to.city, to.address, to.slot && slot(to.slot, lang)].filter(Boolean).join(', ')}
      </p>
      <table>
        <thead>
          <tr>
            <th><Trans>Product</Trans></th>
            <th><Trans>Article</Trans></th>
            <th data-n><Trans>Pieces</Trans></th>
            {priced && <th data-n><Trans>Price</Trans></th>}
            {priced && <th data-n><Trans>Sum</Trans></th>}
            {!priced && <th data-n>✓</th>}
          </tr>
        </thead>
        <tbody>
          {(order.lines ?? []).map((l) => (
            <tr key={l.line}>
              <td>{[text(l.title, lang), ...(l.options ?? []).map((x) => text(x.value, lang))].join(', ')}</td>
              <td>{l.sku}</td>
              <td data-n>{l.quantity}</td>
              {priced && <td data-n><Money sum={l.price} /></td>}
              {priced && <td data-n><Money sum={l.total} /></td>}
              {!priced && <td data-n>☐</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {priced && <Sums order={order} />}
      {order.comment && <p>«{order.comment}»</p>}
    </article>
  );
}
