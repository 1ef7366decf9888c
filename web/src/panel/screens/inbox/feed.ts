import { useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Conversation, Message, Page } from '../../api/desk';

/** Feed is the newest part of a long list, as far as it has been loaded. */
export interface Feed<T> {
  items: T[];
  /** next is the cursor of what is older; empty at the end. */
  next: string;
}

type Merge<T> = (old: Feed<T> | undefined, fresh: Feed<T>) => Feed<T>;

/**
 * useFeed keeps a list whose head changes all the time: to look again reads its first page
 * alone and lays it over what is there, however much has been loaded.
 */
export function useFeed<T extends { id: string }>(key: QueryKey, page: (cursor: string) => Promise<Page<T>>, merge: Merge<T>, enabled = true) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: key,
    enabled,
    queryFn: async () => {
      const { items, next } = await page('');
      return merge(client.getQueryData<Feed<T>>(key), { items: items ?? [], next });
    },
  });
  const busy = useRef(false);
  const [older, setOlder] = useState(false);
  const load = useCallback(async () => {
    const at = client.getQueryData<Feed<T>>(key)?.next;
    if (!at || busy.current) return;
    busy.current = true;
    setOlder(true);
    try {
      const { items, next } = await page(at);
      client.setQueryData<Feed<T>>(key, (now) => now && { items: joined(now.items, items ?? []), next });
    } catch {
      // The end is asked for again when somebody scrolls there again.
    } finally {
      busy.current = false;
      setOlder(false);
    }
  }, [client, JSON.stringify(key)]);
  return { ...query, items: query.data?.items, older, more: query.data?.next ? () => void load() : undefined };
}

function joined<T extends { id: string }>(a: T[], b: T[]): T[] {
  const known = new Set(a.map((x) => x.id));
  return [...a, ...b.filter((x) => !known.has(x.id))];
}

/** laid puts the newest messages over those that are known; after a gap only the new ones stay. */
export function laid(old: Feed<Message> | undefined, fresh: Feed<Message>): Feed<Message> {
  const last = fresh.items.at(-1);
  const at = last && old ? old.items.findIndex((m) => m.id === last.id) : -1;
  if (!old || at < 0) return fresh;
  const tail = old.items.slice(at + 1);
  return { items: [...fresh.items, ...tail], next: tail.length ? old.next : fresh.next };
}

/** sorted puts the newest conversations over those that are known; what has left the head is gone. */
export function sorted(old: Feed<Conversation> | undefined, fresh: Feed<Conversation>): Feed<Conversation> {
  if (!old || !fresh.next) return fresh;
  // Those that have not moved tell how deep the fresh page reaches into what is known.
  const head = new Map(fresh.items.map((c) => [c.id, c.revision]));
  const reach = old.items.findLastIndex((c) => head.get(c.id) === c.revision);
  if (reach < 0) return fresh;
  const tail = old.items.slice(reach + 1).filter((c) => !head.has(c.id));
  return { items: [...fresh.items, ...tail], next: tail.length ? old.next : fresh.next };
}
