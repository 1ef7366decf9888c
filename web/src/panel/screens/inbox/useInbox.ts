import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useMe } from '../../app/Guard';
import { desk, type Change, type Conversation, type Message } from '../../api/desk';
import { keys } from '../../api/keys';
import { live, type Heard } from '../../api/live';
import { sorted, useFeed, type Feed } from './feed';
import { fits, query, type Filter } from './filter';

const calm = 150; // ms: changes that come together make one look
const many = 20; // conversations that are read one by one; more are read as a list

/** useConversations is the list of a filter, newest first. */
export function useConversations(filter: Filter) {
  const asked = query(filter);
  return useFeed<Conversation>(keys.desk.list(asked as Record<string, unknown>), (cursor) => desk.list({ ...asked, limit: 50, ...(cursor ? { cursor } : {}) }), sorted);
}

/** useChanges keeps what is shown of the inbox as it is on the server, while the screen is open. */
export function useChanges(filter: Filter): void {
  const client = useQueryClient();
  const { member } = useMe();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let changed = new Set<string>();
    let all = false;
    const look = () => {
      timer = undefined;
      void follow(client, filter, all ? null : changed, member.id);
      changed = new Set();
      all = false;
    };
    const deaf = live.hear((heard: Heard) => {
      if (heard === null) all = true;
      else for (const c of heard) if (c.conversation_id) changed.add(c.conversation_id);
      if (all || changed.size) timer ??= setTimeout(look, calm);
    });
    return () => {
      clearTimeout(timer);
      deaf();
    };
  }, [client, filter, member.id]);
}

async function follow(client: QueryClient, filter: Filter, ids: Set<string> | null, me: string): Promise<void> {
  if (ids === null || ids.size > many) {
    await client.invalidateQueries({ queryKey: keys.desk.all });
    return;
  }
  for (const id of ids) {
    for (const queryKey of [keys.desk.one(id), keys.desk.messages(id), ['desk', 'part', id]]) void client.invalidateQueries({ queryKey });
  }
  const key = keys.desk.list(query(filter) as Record<string, unknown>);
  await client.invalidateQueries({ queryKey: keys.desk.lists });
  // What stands below the head of the list, which has just been read, is looked at singly.
  const below = client.getQueryData<Feed<Conversation>>(key)?.items.slice(50).filter((c) => ids.has(c.id)) ?? [];
  for (const { id } of below) {
    const now = await desk.one(id).catch(() => null);
    client.setQueryData<Feed<Conversation>>(key, (list) => list && { ...list, items: list.items.flatMap((c) => (c.id !== id ? [c] : now && fits(filter, now, me) ? [now] : [])) });
  }
}

/** told puts a conversation as the server has just answered it wherever it is shown. */
export function told(client: QueryClient, c: Conversation): void {
  client.setQueryData(keys.desk.one(c.id), c);
  void client.invalidateQueries({ queryKey: keys.desk.lists });
  void client.invalidateQueries({ queryKey: keys.desk.waiting });
}

/** added puts a message as the server has just answered it into the list. */
export function added(client: QueryClient, conversation: string, m: Message): void {
  client.setQueryData<Feed<Message>>(keys.desk.messages(conversation), (list) => {
    if (!list) return list;
    if (list.items.some((x) => x.id === m.id)) return { ...list, items: list.items.map((x) => (x.id === m.id ? m : x)) };
    return { ...list, items: [m, ...list.items] };
  });
}

export type { Change };
