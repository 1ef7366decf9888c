import { VisuallyHidden } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import type { Conversation } from '../../api/desk';

/** Spoken says aloud what has come in. */
export function Spoken({ items }: { items: Conversation[] }) {
  const { t } = useLingui();
  const [said, setSaid] = useState('');
  const known = useRef<Map<string, string> | null>(null);
  useEffect(() => {
    if (items.length === 0 && !known.current) return;
    const before = known.current;
    known.current = new Map(items.map((c) => [c.id, c.last_at]));
    if (!before) return;
    const fresh = items.filter((c) => c.last_by === 'contact' && c.last_at > (before.get(c.id) ?? newest(before)));
    const first = fresh[0];
    if (!first) return;
    setSaid(t`${first.name}: ${first.last_text}`);
  }, [items, t]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {said}
    </VisuallyHidden>
  );
}

/** newest is the time after which an unknown conversation is news, not an older page of the list. */
function newest(known: Map<string, string>): string {
  return [...known.values()].reduce((a, b) => (a > b ? a : b), '');
}
