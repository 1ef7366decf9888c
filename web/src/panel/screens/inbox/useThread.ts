import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useMe } from '../../app/Guard';
import { desk, type Conversation, type Message } from '../../api/desk';
import { keys } from '../../api/keys';
import { live } from '../../api/live';
import { laid, useFeed } from './feed';
import { outbox, pending } from './outbox';
import { added } from './useInbox';

/** useThread is what was said in a conversation, oldest first, and what is on its way. */
export function useThread(id: string, c: Conversation | undefined) {
  const client = useQueryClient();
  const { member } = useMe();
  const feed = useFeed<Message>(keys.desk.messages(id), (cursor) => desk.messages(id, cursor), laid);
  useEffect(() => {
    outbox.sent = (conversation, m) => added(client, conversation, m);
    return outbox.open(member.id);
  }, [client, member.id]);
  // What waits goes out as soon as the server is heard again.
  useEffect(() => live.watch(() => live.link !== 'away' && outbox.go()), []);
  const going = useSyncExternalStore(outbox.watch, () => outbox.of(id));
  const items = useMemo(() => [...(feed.items ?? [])].reverse(), [feed.items]);
  const waiting = useMemo(() => pending(going, items), [going, items]);
  const last = items.at(-1)?.id ?? '';

  // What is in view is read; the server is told once for each state.
  const unread = c?.unread ?? 0;
  useEffect(() => {
    if (!unread || document.visibilityState === 'hidden') return;
    void desk.read(id).then(
      () => Promise.all([client.invalidateQueries({ queryKey: keys.desk.one(id) }), client.invalidateQueries({ queryKey: keys.desk.lists })]),
      () => {},
    );
  }, [client, id, unread, last]);
  return { ...feed, items, waiting, last };
}

export type Thread = ReturnType<typeof useThread>;
