import { Combobox, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { desk, type Canned as Ready, type Conversation } from '../../api/desk';
import { keys } from '../../api/keys';

/** wording is a ready answer in the customer's language, else in the other one. */
export function wording(r: Ready, c: Conversation): string {
  const text = c.lang === 'en' ? r.text.en || r.text.ru : r.text.ru || r.text.en;
  return text.replaceAll('{name}', c.name);
}

/** matching are the ready answers that "/…" at the beginning of the field means. */
export function matching(all: Ready[], typed: string): Ready[] {
  const m = /^\/(\S*)$/.exec(typed);
  if (!m) return [];
  const word = (m[1] ?? '').toLowerCase();
  const first = (r: Ready) => r.shortcut.toLowerCase().startsWith(word);
  return all.filter((r) => first(r) || r.title.toLowerCase().includes(word)).sort((a, b) => Number(first(b)) - Number(first(a)));
}

export function useCanned(typed: string, c: Conversation): Ready[] {
  const asked = typed.startsWith('/');
  const all = useQuery({ queryKey: keys.desk.canned, queryFn: desk.canned, enabled: asked, staleTime: 60_000 });
  return useMemo(() => (asked ? matching(all.data?.items ?? [], typed).filter((r) => wording(r, c)) : []), [asked, all.data, typed, c]);
}

/** Canned are ready answers to choose from; each stands for its text. */
export function Canned({ found, c }: { found: Ready[]; c: Conversation }) {
  return found.slice(0, 8).map((r) => (
    <Combobox.Option key={r.id} value={wording(r, c)}>
      <Text size="sm" fw={600}>
        {r.title}{' '}
        <Text span size="xs">
          /{r.shortcut}
        </Text>
      </Text>
      <Text size="xs" truncate>
        {wording(r, c)}
      </Text>
    </Combobox.Option>
  ));
}
