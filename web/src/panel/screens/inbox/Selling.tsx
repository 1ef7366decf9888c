import { Button, Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconShoppingBagPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { enter } from '../../app/i18n';
import { useMay, useMe } from '../../app/Guard';
import type { Conversation } from '../../api/desk';
import { Sheet } from '../../ui/Sheet';
import type { Order } from '../orders/filter';
import { append } from './kept';

/** The order's own forms, with their words: they come when somebody asks for them. */
const worded = () => Promise.all([enter('screens/order'), enter('screens/orders')]);
const MakeOrder = lazy(() => Promise.all([import('../order/InTalk'), worded()]).then(([m]) => ({ default: m.MakeOrder })));
const GiveBack = lazy(() => Promise.all([import('../order/GiveBack'), worded()]).then(([m]) => ({ default: m.GiveBack })));

/** Sell makes an order without leaving the conversation. */
export function Sell({ c }: { c: Conversation }) {
  const { t } = useLingui();
  const { member } = useMe();
  const [opened, setOpened] = useState(false);
  const may = useMay('orders:write');
  const goods = useMay('catalog:read');
  if (!may || !goods) return null;
  const close = () => setOpened(false);
  return (
    <>
      <Button size="compact-sm" variant="light" leftSection={<IconShoppingBagPlus size={15} aria-hidden />} onClick={() => setOpened(true)}>
        <Trans>Make an order</Trans>
      </Button>
      <Sheet aside title={t`Make an order`} opened={opened} close={close}>
        <Suspense fallback={<Skeleton h={220} />}>
          <MakeOrder contact={c.contact_id} conversation={c.id} lang={c.lang === 'en' ? 'en' : 'ru'} say={(words) => append(member.id, c.id, words)} close={close} />
        </Suspense>
      </Sheet>
    </>
  );
}

/** Return gives money back without leaving the conversation. */
export function Return({ o }: { o: Order }) {
  const [opened, setOpened] = useState(false);
  const may = useMay('payments:write') && o.captured.amount > o.refunded.amount;
  if (!may) return null;
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setOpened(true)}>
        <Trans>Give money back</Trans>
      </Button>
      {opened && (
        <Suspense fallback={null}>
          <GiveBack order={o} close={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
