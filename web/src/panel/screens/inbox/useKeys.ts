import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Conversation } from '../../api/desk';
import type { Filter } from './filter';

/** Pressed are the keys that the open conversation answers to. */
export type Pressed = 'reply' | 'note' | 'resolve' | 'edit' | 'send';

const listeners = new Set<(what: Pressed) => void>();

/** onPressed hears the keys of the open conversation until what it answers is called. */
export function onPressed(hear: (what: Pressed) => void): () => void {
  listeners.add(hear);
  return () => listeners.delete(hear);
}

/** at tells where the focus is: keys belong to fields and windows first. */
function taken(e: KeyboardEvent): boolean {
  const at = e.target as HTMLElement | null;
  return (
    e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || Boolean(at?.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]'))
  );
}

/** useKeys is the inbox by keyboard; letters are taken by where they stand, so that they work in a Russian layout. */
export function useKeys(filter: Filter, items: Conversation[], open: string | undefined) {
  const [help, setHelp] = useState(false);
  const navigate = useNavigate();
  const now = useRef({ filter, items, open });
  now.current = { filter, items, open };
  useEffect(() => {
    const step = (by: number) => {
      const { filter, items, open } = now.current;
      const focused = (document.activeElement as HTMLElement | null)?.dataset.conversation;
      const at = items.findIndex((c) => c.id === (focused ?? open));
      const next = items[at < 0 ? 0 : at + by];
      if (!next) return;
      const row = document.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(next.id)}"]`);
      if (open) void navigate({ to: '/inbox/$id', params: { id: next.id }, search: filter });
      row?.focus();
    };
    const press = (e: KeyboardEvent) => {
      if (taken(e)) return;
      if (e.key === '?') setHelp(true);
      else if (e.key === 'Escape' && now.current.open) void navigate({ to: '/inbox', search: now.current.filter });
      else if (e.code === 'KeyJ') step(1);
      else if (e.code === 'KeyK') step(-1);
      else if (e.code === 'KeyR') tell('reply');
      else if (e.code === 'KeyN') tell('note');
      else if (e.code === 'KeyE') tell('resolve');
      else if (e.code === 'KeyD') tell('edit');
      else if (e.code === 'KeyS') tell('send');
      else return;
      e.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [navigate]);
  return { help, setHelp };
}

function tell(what: Pressed): void {
  for (const hear of listeners) hear(what);
}
