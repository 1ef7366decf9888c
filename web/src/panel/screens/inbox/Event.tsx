import { useLingui } from '@lingui/react/macro';
import type { Message } from '../../api/desk';
import { When } from '../../ui/When';
import css from './Thread.module.css';

/** Event is something that happened in between: an order, a change of who answers. */
export function Event({ m }: { m: Message }) {
  const { i18n } = useLingui();
  return (
    <div className={css.event} lang={i18n.locale}>
      {m.text || m.event} · <When at={m.at} />
    </div>
  );
}
