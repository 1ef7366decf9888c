import { Badge, Button, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconLock } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { desk, type Conversation, type Message } from '../../api/desk';
import { Refusal } from '../../ui/Refusal';
import { When } from '../../ui/When';
import { Attached } from './Attached';
import { Event } from './Event';
import css from './Thread.module.css';
import { added } from './useInbox';
import { deliveries } from './words';

/** Bubble is one message: what it says, who said it, and whether it has arrived. */
export function Bubble({ m, c }: { m: Message; c: Conversation }) {
  const { t, i18n } = useLingui();
  if (m.event) return <Event m={m} event={m.event} />;
  const who = { contact: c.name || t`Visitor`, assistant: t`Assistant`, operator: m.author || t`Operator`, system: t`Notice` }[m.by];
  const failed = m.state === 'failed';
  return (
    <article className={css.bubble} data-by={m.by} data-note={m.note || undefined} data-failed={failed || undefined} data-message={m.id}>
      {m.note && (
        <Badge size="xs" variant="light" color="yellow" tt="none" leftSection={<IconLock size={11} aria-hidden />} styles={{ root: { color: 'var(--mantine-color-text)' } }}>
          <Trans>Note: the customer does not see it</Trans>
        </Badge>
      )}
      {m.quote && <blockquote className={css.quote}>{m.quote}</blockquote>}
      {m.unsent ? (
        <Text size="sm" c="dimmed" fs="italic">
          <Trans>The message was taken back.</Trans>
        </Text>
      ) : (
        m.text && <div className={css.text}>{m.text}</div>
      )}
      <Attached m={m} />
      <div className={css.meta}>
        <span>{who}</span>
        <When at={m.at} />
        {m.edited_at && (
          <span>
            <Trans>edited</Trans>
          </span>
        )}
        {m.drafted && <span>{m.drafted === 'as_is' ? <Trans>the assistant's draft</Trans> : <Trans>the assistant's draft, changed</Trans>}</span>}
        {m.direction === 'out' && !m.note && !failed && <span>{i18n._(deliveries[m.state] ?? deliveries.sent)}</span>}
      </div>
      {failed && <NotDelivered m={m} c={c} />}
    </article>
  );
}

/** NotDelivered says why a message has not arrived, and tries once more. */
function NotDelivered({ m, c }: { m: Message; c: Conversation }) {
  const client = useQueryClient();
  const again = useMutation({ mutationFn: () => desk.again(c.id, m.id), onSuccess: (now) => added(client, c.id, now) });
  return (
    <div role="alert">
      <Text size="xs" c="var(--mantine-color-red-text)" mt={4}>
        <Trans>Not delivered.</Trans> {m.failure?.detail || m.failure?.code}
      </Text>
      <Button size="compact-sm" variant="light" color="red" mt={4} loading={again.isPending} onClick={() => again.mutate()}>
        <Trans>Try again</Trans>
      </Button>
      <Refusal error={again.error} />
    </div>
  );
}
