import type { Message } from '../../api/desk';
import type { Going } from './outbox';

/** Line is one thing in the list of messages: a day, a message, or one that is on its way. */
export interface Line {
  key: string;
  side: 'in' | 'out' | 'none';
  day?: string;
  message?: Message;
  going?: Going;
}

/** lines puts days between messages, and what is on its way behind them. */
export function lines(said: Message[], going: Going[], lang: string, now: Date): Line[] {
  const out: Line[] = [];
  let day = '';
  for (const m of said) {
    const at = new Date(m.at);
    const date = at.toDateString();
    if (date !== day) {
      out.push({ key: `day ${date}`, side: 'none', day: named(at, now, lang) });
      day = date;
    }
    out.push({ key: m.id, side: m.event ? 'none' : m.direction, message: m });
  }
  for (const g of going) out.push({ key: g.client, side: 'out', going: g });
  return out;
}

function named(at: Date, now: Date, lang: string): string {
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  if (days === 0 || days === -1) return new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(days, 'day');
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'long', ...year }).format(at);
}

const midnight = (d: Date): number => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
