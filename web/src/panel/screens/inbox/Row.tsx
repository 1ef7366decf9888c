import { Badge, Text, VisuallyHidden } from '@mantine/core';
import { Plural, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Conversation } from '../../api/desk';
import { When } from '../../ui/When';
import { Face } from './Face';
import type { Filter } from './filter';
import css from './Inbox.module.css';
import { Marked } from './Marked';
import { channelWords, states } from './words';

/** Row is a conversation in the list. */
export function Row({ c, filter, here }: { c: Conversation; filter: Filter; here: boolean }) {
  const { t, i18n } = useLingui();
  const label = channelWords[c.channel]?.label ?? c.channel;
  const name = typeof label === 'string' ? label : i18n._(label);
  const who = { contact: '', assistant: t`Assistant`, operator: t`Operator`, system: '' };
  const before = who[c.last_by];
  return (
    <Link to="/inbox/$id" params={{ id: c.id }} search={filter} className={css.row} aria-current={here ? 'true' : undefined} data-conversation={c.id}>
      <Face name={c.name || t`Visitor`} channel={c.channel} />
      <div style={{ minWidth: 0 }}>
        <div className={css.line}>
          <Text fw={c.unread ? 700 : 550} size="sm" truncate>
            {c.name || t`Visitor`}
          </Text>
          <Text size="xs" c="dimmed">
            <When at={c.last_at} />
          </Text>
        </div>
        <div className={css.line}>
          {c.found ? (
            <Text size="sm" lineClamp={2}>
              {who[c.found.by] && `${who[c.found.by]}: `}
              <Marked text={c.found.text} words={c.found.words ?? []} />
            </Text>
          ) : (
            <Text size="sm" {...(c.unread ? {} : { c: 'dimmed' })} truncate>
              {before && `${before}: `}
              {c.last_text || '…'}
            </Text>
          )}
          {c.unread > 0 && (
            <Badge size="sm" style={{ flex: 'none' }}>
              <span aria-hidden>{c.unread > 99 ? '99+' : c.unread}</span>
              <VisuallyHidden>
                <Plural value={c.unread} one="# unread" other="# unread" />
              </VisuallyHidden>
            </Badge>
          )}
        </div>
        <div className={css.line}>
          <Text size="xs" c="dimmed" truncate>
            {c.account_name || name}
            {c.assignee ? ` · ${c.assignee.name}` : ''}
            {(c.labels ?? []).map((l) => ` · ${l}`)}
          </Text>
          {c.state !== 'resolved' && (
            <Badge size="xs" variant="light" tt="none" color={c.draft ? 'violet' : c.waiting_since ? 'red' : states[c.state].color} style={{ flex: 'none' }} styles={{ label: { color: 'var(--mantine-color-text)' } }}>
              {c.draft ? t`Draft` : c.waiting_since ? t`Waits` : i18n._(states[c.state].label)}
            </Badge>
          )}
        </div>
      </div>
    </Link>
  );
}
