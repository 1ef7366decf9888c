import { digits } from '../../ui/money';
import type { Order } from './filter';

/** cell writes one cell: quoted where it must be, and never read as a formula. */
export function cell(v: string | number): string {
  if (typeof v === 'number') return String(v);
  const safe = /^[\s]*[=+\-@\t\r|%]/.test(v) ? `'${v}` : v;
  return /[";,\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** row writes a line; the separator is what spreadsheets of the language take. */
export function row(cells: (string | number)[], lang: string): string {
  return `${cells.map(cell).join(lang === 'ru' ? ';' : ',')}\r\n`;
}

/** amount is a number that a spreadsheet can add up. */
function amount(sum: { amount: number; currency: string }, lang: string): string {
  const n = digits(sum.currency);
  const s = (Math.abs(sum.amount) / 10 ** n).toFixed(n);
  const text = lang === 'ru' ? s.replace('.', ',') : s;
  return sum.amount < 0 ? `-${text}` : text;
}

/** orderRow is an order as a line of the export. */
export function orderRow(o: Order, lang: string, word: (kind: 'status' | 'payment' | 'parcels', key: string) => string): string {
  const goods = (o.lines ?? []).map((l) => `${l.title[lang === 'en' ? 'en' : 'ru'] || l.title.ru || l.title.en || l.sku} × ${l.quantity}`).join('; ');
  const raw = (sum: { amount: number; currency: string }) => {
    const v = amount(sum, lang);
    return lang === 'ru' || !v.includes(',') ? v : `"${v}"`;
  };
  const sep = lang === 'ru' ? ';' : ',';
  const text = [
    o.number,
    o.placed_at ?? o.created_at,
    word('status', o.status),
    word('payment', o.payment_status),
    word('parcels', o.fulfillment_status),
    o.recipient.name,
    o.recipient.phone,
    [o.shipping.city, o.shipping.address].filter(Boolean).join(', '),
    goods,
  ].map(cell);
  return `${[...text, raw(o.total), raw(o.captured), raw(o.refunded), o.total.currency, cell(o.comment ?? '')].join(sep)}\r\n`;
}

/** exportAll reads every page and gives the file in pieces, the byte order mark first. */
export async function* exportAll(head: string, page: (cursor: string | undefined) => Promise<{ items: Order[] | null; next: string }>, write: (o: Order) => string): AsyncGenerator<string> {
  yield `\ufeff${head}`;
  let cursor: string | undefined;
  do {
    const p = await page(cursor);
    yield (p.items ?? []).map(write).join('');
    cursor = p.next || undefined;
  } while (cursor);
}
