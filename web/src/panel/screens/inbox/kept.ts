import { useCallback, useSyncExternalStore } from 'react';

/** Draft is what stands in the field of a conversation. */
export interface Draft {
  text: string;
  note: boolean;
  /** proposal is the assistant's draft that the words began as, with the goods it shows. */
  proposal?: { id: string; products: { id: string; title: string }[] } | undefined;
}

const none: Draft = { text: '', note: false };
const read = new Map<string, Draft>();
const watchers = new Set<() => void>();

const keyOf = (member: string, conversation: string) => `prilavok.draft.${member}.${conversation}`;

/** draftOf is what a person has begun to write in a conversation; the browser keeps it. */
export function draftOf(member: string, conversation: string): Draft {
  const key = keyOf(member, conversation);
  let draft = read.get(key);
  if (!draft) {
    try {
      draft = { ...none, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Draft>) };
    } catch {
      draft = none;
    }
    read.set(key, draft);
  }
  return draft;
}

export function setDraft(member: string, conversation: string, part: Partial<Draft>): void {
  const key = keyOf(member, conversation);
  const next = { ...draftOf(member, conversation), ...part };
  read.set(key, next);
  if (next.text || next.note) localStorage.setItem(key, JSON.stringify(next));
  else localStorage.removeItem(key);
  for (const w of watchers) w();
}

const watch = (w: () => void) => {
  watchers.add(w);
  return () => watchers.delete(w);
};

/** useDraft is the draft of a conversation, and what changes it, from wherever on the page. */
export function useDraft(member: string, conversation: string): [Draft, (part: Partial<Draft>) => void] {
  const draft = useSyncExternalStore(watch, () => draftOf(member, conversation));
  const change = useCallback((part: Partial<Draft>) => setDraft(member, conversation, part), [member, conversation]);
  return [draft, change];
}

/** append adds words to what stands in the field, for a person to send. */
export function append(member: string, conversation: string, words: string): void {
  const { text, note } = draftOf(member, conversation);
  setDraft(member, conversation, { text: !note && text.trim() ? `${text.trimEnd()}\n${words}` : words, note: false });
}
