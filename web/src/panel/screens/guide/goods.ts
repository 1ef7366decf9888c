import { queryOptions } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';
import { sumOf, type Sum } from '../../ui/money';

type Fields = components['schemas']['ProductFields'];

/** most is how many products are looked at. */
export const most = 20;

/** goods are the first products of the shop: enough to tell whether there are some. */
export const goods = queryOptions({
  queryKey: keys.firstGoods,
  queryFn: async () => (await got(api.GET('/api/v1/products', { params: { query: { limit: most } } }))).items ?? [],
});

/** Row is one thing to sell as an owner tells of it; count null is not counted. */
export interface Row {
  title: Record<string, string>;
  price: Sum;
  count: number | null;
}

/** Read is what was read of a line of a file: a row, or why it is none. */
export type Read = { line: number; row: Row } | { line: number; text: string; why: 'title' | 'price' | 'count' };

/** field splits a line of CSV, with quotes as spreadsheets write them. */
function fields(line: string, by: string): string[] {
  const out: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (c === '"' && quoted && line[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (c === '"') quoted = !quoted;
    else if (c === by && !quoted) {
      out.push(cell.trim());
      cell = '';
    } else cell += c;
  }
  out.push(cell.trim());
  return out;
}

/** readCsv reads lines of title, price and count; a first line without a price is a heading. */
export function readCsv(text: string, currency: string, lang: string): Read[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const first = lines.find((l) => l.trim()) ?? '';
  const by = [';', '\t', ','].find((c) => fields(first, c).length > 1) ?? ';';
  const out: Read[] = [];
  lines.forEach((whole, i) => {
    if (!whole.trim()) return;
    const [title = '', typed = '', number = ''] = fields(whole, by);
    const price = sumOf(typed, currency);
    if (!price && out.length === 0 && whole === first && !/\d/.test(typed)) return;
    const count = number === '' ? null : /^\d{1,9}$/.test(number) ? Number(number) : undefined;
    if (!title) out.push({ line: i + 1, text: whole, why: 'title' });
    else if (!price) out.push({ line: i + 1, text: whole, why: 'price' });
    else if (count === undefined) out.push({ line: i + 1, text: whole, why: 'count' });
    else out.push({ line: i + 1, row: { title: { [lang]: title }, price, count } });
  });
  return out;
}

/** productOf is a row as a product of one variant; mark makes its SKU and address unlike all others. */
export function productOf(row: Row, mark: string): Fields {
  return {
    slug: `item-${mark}`,
    status: 'active',
    title: row.title,
    variants: [{ sku: `ITEM-${mark.toUpperCase()}`, price: row.price, active: true, tracked: row.count !== null, ...(row.count === null ? {} : { on_hand: row.count }) }],
  };
}

export const mark = (): string => crypto.randomUUID().slice(0, 8);

/** samples are things that any shop can be tried with, in its own currency. */
export function samples(currency: string): Row[] {
  const price = (amount: number) => sumOf(String(currency === 'RUB' ? amount : Math.ceil(amount / 100)), currency) ?? { amount: 0, currency };
  return [
    { title: { ru: 'Чай с чабрецом, 100 г', en: 'Thyme tea, 100 g' }, price: price(490), count: 20 },
    { title: { ru: 'Мёд липовый, 350 г', en: 'Linden honey, 350 g' }, price: price(690), count: 12 },
    { title: { ru: 'Кружка «Полдень»', en: '“Noon” mug' }, price: price(1290), count: 7 },
  ];
}
