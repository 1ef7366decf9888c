import { Anchor } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { Message } from '../../api/desk';
import { When } from '../../ui/When';
import css from './Thread.module.css';
import { events } from './words';

/** Event is what happened to an order of the customer in between. */
export function Event({ m, event }: { m: Message; event: NonNullable<Message['event']> }) {
  const { t, i18n } = useLingui();
  const known = events[event.name];
  return (
    <div className={css.event}>
      <Anchor underline="always" href={`#/orders/${encodeURIComponent(event.order_id)}`} inherit>
        {t`Order ${event.number ?? ''}`}
      </Anchor>{' '}
      {known ? i18n._(known) : event.name} · <When at={m.at} />
    </div>
  );
}
