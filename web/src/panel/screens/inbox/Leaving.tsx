import { Badge, Button, Group, Text } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { outbox, type Going } from './outbox';
import css from './Thread.module.css';

/** Leaving is a message that the server does not have yet; one that failed stays with its words. */
export function Leaving({ g }: { g: Going }) {
  const stays = g.state === 'failed' || g.state === 'held';
  return (
    <article className={css.bubble} data-by="operator" data-note={g.note || undefined} data-new={!stays || undefined} data-failed={stays || undefined}>
      <div className={css.text}>{g.text}</div>
      {g.cards?.map((card) => (
        <Badge key={card} variant="light" tt="none">
          {card}
        </Badge>
      ))}
      {!stays && (
        <div className={css.meta}>{g.state === 'waiting' ? <Trans>Waits for the connection, and then goes out by itself</Trans> : <Trans>Is being sent</Trans>}</div>
      )}
      {stays && (
        <div role="alert">
          <Text size="xs" c="var(--mantine-color-red-text)" mt={4}>
            {g.holder ? <Trans>Not sent: {g.holder} has this conversation now.</Trans> : g.title || <Trans>It could not be sent.</Trans>}
          </Text>
          <Group gap={6} mt={4}>
            <Button size="compact-sm" variant="light" color="red" onClick={() => outbox.again(g.client, g.state === 'held')}>
              {g.state === 'held' ? <Trans>Take over and send</Trans> : g.over ? <Trans>Send all the same</Trans> : <Trans>Try again</Trans>}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => outbox.drop(g.client)}>
              <Trans>Do not send</Trans>
            </Button>
          </Group>
        </div>
      )}
    </article>
  );
}
