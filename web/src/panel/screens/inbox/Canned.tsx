import { Combobox, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMay } from '../../app/Guard';
import { api, got } from '../../api/client';
import { desk, type Canned as Ready, type Conversation } from '../../api/desk';
import { keys } from '../../api/keys';

/** wording is a ready answer in the customer's language, else in the other one. */
export function wording(r: Ready, c: Conversation, order = ''): string {
  const text = (c.lang === 'en' ? r.text.en || r.text.ru : r.text.ru || r.text.en) ?? '';
  // A place that cannot be filled leaves no hole before the comma or the end of the sentence.
  const fill = (in_: string, place: string, value: string) => (value ? in_.replaceAll(place, value) : in_.replaceAll(new RegExp(`,?\\s*\\${place}`, 'g'), ''));
  return fill(fill(text, '{name}', c.name), '{order}', order).trim();
}

/** matching are the ready answers that "/…" at the beginning of the field means. */
export function matching(all: Ready[], typed: string): Ready[] {
  const m = /^\/(\S*)$/.exec(typed);
  if (!m) return [];
  const word = (m[1] ?? '').toLowerCase();
  const first = (r: Ready) => r.shortcut.toLowerCase().startsWith(word);
  return all.filter((r) => first(r) || r.title.toLowerCase().includes(word)).sort((a, b) => Number(first(b)) - Number(first(a)));
}

/** useCanned are the ready answers that are meant, and the words of each. */
export function useCanned(typed: string, c: Conversation): { found: Ready[]; order: string } {
  const asked = typed.startsWith('/');
  const all = useQuery({ queryKey: keys.desk.canned, queryFn: desk.canned, enabled: asked, staleTime: 60_000 });
  const numbered = (all.data?.items ?? []).some((r) => `${r.text.ru ?? ''}${r.text.en ?? ''}`.includes('{order}'));
  const may = useMay('orders:read');
  const orders = useQuery({
    queryKey: keys.orders.of(c.contact_id),
    enabled: asked && numbered && may,
    queryFn: () => got(api.GET('/api/v1/orders', { params: { query: { contact_id: c.contact_id, limit: 10 } } })),
  });
  const order = orders.data?.items?.[0]?.number ?? '';
  return useMemo(() => ({ order, found: asked ? matching(all.data?.items ?? [], typed).filter((r) => wording(r, c, order)) : [] }), [asked, all.data, typed, c, order]);
}

/** Canned are ready answers to choose from; each stands for its text. */
export function Canned({ found, order, c }: { found: Ready[]; order: string; c: Conversation }) {
  return found.slice(0, 8).map((r) => (
    <Combobox.Option key={r.id} value={wording(r, c, order)}>
      <Text size="sm" fw={600}>
        {r.title}{' '}
        <Text span size="xs">
          /{r.shortcut}
        </Text>
      </Text>
      <Text size="xs" truncate>
        {wording(r, c, order)}
      </Text>
    </Combobox.Option>
  ));
}
