import { ownPictures } from './api';
import type { Author, Bill, Outgoing, Pending, Row } from './types';

/** Item is something to draw in the conversation. */
export type Item =
  | { type: 'day'; key: string; at: string }
  | { type: 'mine'; key: string; at: string; text: string; photos: string[]; state: 'sent' | 'sending' | 'failed'; reason?: string; clientId: string; first: boolean; last: boolean }
  | { type: 'theirs'; key: string; at: string; author: Author; out: Outgoing; id: string; seq: number; first: boolean; last: boolean };

const near = 5 * 60_000;

/**
 * fold turns the log and what is on its way into what is drawn: an edit takes the
 * place of the message it replaces, a press whose answer is an edit leaves no bubble,
 * messages of one author that are near in time form a group.
 */
export function fold(rows: Row[], pending: Pending[]): Item[] {
  const items: Item[] = [];
  const byId = new Map<string, Extract<Item, { type: 'theirs' }>>();
  const known = new Set<string>();
  const bills = new Map<string, Bill>();
  rows.forEach((row, i) => {
    if (row.author === 'contact') {
      if (row.id) known.add(row.id);
      if (!isQuiet(row, rows, i)) items.push(mine(row));
      return;
    }
    const out = row.out ?? {};
    if (out.bill) bills.set(out.bill.order, out.bill);
    const target = out.replaces ? byId.get(out.replaces) : undefined;
    if (target) {
      target.out = out;
      return;
    }
    if (isEmpty(out)) return;
    const item = { type: 'theirs', key: `s${row.seq}`, at: row.at, author: row.author, out, id: row.id ?? '', seq: row.seq, first: true, last: true } as const;
    const copy = { ...item };
    items.push(copy);
    if (copy.id) byId.set(copy.id, copy);
  });
  for (const p of pending) {
    if (known.has(p.clientId) || (p.body.source && p.state === 'sending')) continue;
    items.push({ type: 'mine', key: p.clientId, at: p.at, text: textOf(p), photos: (p.body.photos ?? []).map((id) => ownPictures + id), state: p.state, clientId: p.clientId, first: true, last: true, ...(p.reason ? { reason: p.reason } : {}) });
  }
  for (const item of byBill(items)) item.out = { ...item.out, bill: bills.get(item.out.bill.order) ?? item.out.bill };
  return group(items);
}

type Billed = Extract<Item, { type: 'theirs' }> & { out: { bill: Bill } };

function byBill(items: Item[]): Billed[] {
  return items.filter((i): i is Billed => i.type === 'theirs' && Boolean(i.out.bill));
}

function mine(row: Row): Item {
  const photos = row.photos ?? [];
  const text = row.label || (row.kind === 'contact' ? phoneText(row.text ?? '') : row.text) || (photos.length ? '' : '…');
  return { type: 'mine', key: row.id || `s${row.seq}`, at: row.at, text, photos, state: 'sent', clientId: row.id ?? '', first: true, last: true };
}

/** isQuiet: a press on a message shows its bubble only once the answer is known to be a new message. */
function isQuiet(row: Row, rows: Row[], i: number): boolean {
  if (row.kind !== 'button' || !row.source) return false;
  if (!row.text) return true;
  for (const next of rows.slice(i + 1)) {
    if (next.author !== 'contact') return Boolean(next.out?.replaces);
  }
  return true;
}

/** phoneText spaces a number as people write it: Russian and American ones, others in threes. */
export function phoneText(phone: string): string {
  const seven = /^\+([71])(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(phone);
  if (seven) return `+${seven[1]}\u00a0${seven[2]}\u00a0${seven[3]}-${seven[4]}-${seven[5]}`;
  return phone.replace(/^(\+\d{2,3})(\d{3})(\d{3})(\d+)$/, '$1\u00a0$2\u00a0$3\u00a0$4');
}

function isEmpty(o: Outgoing): boolean {
  return !o.text && !o.cards?.length && !o.images?.length && !o.buttons?.length && !o.ask;
}

function textOf(p: Pending): string {
  const b = p.body;
  return b.label || b.text || b.contact?.phone || (b.location ? `${b.location.lat.toFixed(5)}, ${b.location.lon.toFixed(5)}` : b.photos?.length ? '' : '…');
}

function group(items: Item[]): Item[] {
  const out: Item[] = [];
  let day = '';
  let prev: Exclude<Item, { type: 'day' }> | null = null;
  for (const item of items) {
    if (item.type === 'day') continue;
    const d = new Date(item.at).toDateString();
    if (d !== day) {
      day = d;
      out.push({ type: 'day', key: `d${d}`, at: item.at });
      prev = null;
    }
    if (prev && who(prev) === who(item) && Date.parse(item.at) - Date.parse(prev.at) < near) {
      prev.last = false;
      item.first = false;
    }
    out.push(item);
    prev = item;
  }
  return out;
}

function who(i: Item): string {
  return i.type === 'theirs' ? i.author : i.type;
}

/** asked is what the newest message asks for; nothing once the visitor has said something. */
export function asked(rows: Row[], pending: Pending[]): 'phone' | 'location' | '' {
  if (pending.length) return '';
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i];
    if (!row || row.author === 'contact') return '';
    if (row.out?.ask) return row.out.ask;
    if (row.out?.hide) return '';
  }
  return '';
}
