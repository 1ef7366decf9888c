import type { ReactNode } from 'react';
import { useTools } from './context';
import { Icon } from './icons';
import { safeUrl } from './markup';
import type { Button } from './types';

/** Buttons are rows of things to press. source names the message that they stand on. */
export function Buttons({ rows, source, label }: { rows: (Button[] | null)[] | null | undefined; source?: string; label?: string }): ReactNode {
  const full = (rows ?? []).filter((row): row is Button[] => Boolean(row?.length));
  if (!full.length) return null;
  return (
    <div className="buttons" role="group" aria-label={label}>
      {full.map((row, i) => (
        <div className="button-row" key={i}>
          {row.map((b, k) => (
            <One key={k} button={b} {...(source ? { source } : {})} />
          ))}
        </div>
      ))}
    </div>
  );
}

function One({ button: b, source }: { button: Button; source?: string }): ReactNode {
  const { chat, pressed, t } = useTools();
  const look = `button ${b.style ?? ''}`;
  if (b.url) {
    if (!safeUrl(b.url) && !b.url.startsWith('/')) return null;
    return (
      <a className={look} href={b.url} target="_blank" rel="noopener noreferrer">
        <span>{b.text}</span>
        <Icon name="out" size={16} />
        <span className="hidden"> ({t.opensNew})</span>
      </a>
    );
  }
  if (!b.action) return null;
  const busy = Boolean(source) && pressed === `${source} ${b.action}`;
  return (
    <button type="button" className={look} aria-busy={busy} onClick={() => !busy && chat.press({ title: b.text, action: b.action ?? '' }, source)}>
      <span>{b.text}</span>
    </button>
  );
}
