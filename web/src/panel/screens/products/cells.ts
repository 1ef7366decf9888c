import { digits, sumOf } from '../../ui/money';
import type { Row, Variant } from './filter';

export type Column = 'title.ru' | 'title.en' | 'sku' | 'price' | 'compare_at' | 'stock';

export const columns: Column[] = ['title.ru', 'title.en', 'sku', 'price', 'compare_at', 'stock'];

/** ofProduct tells columns that a product has once, whatever its variants. */
export const ofProduct = (c: Column) => c === 'title.ru' || c === 'title.en';

/** raw is a cell as the API writes it. */
export function raw(row: Row, v: Variant, c: Column): string {
  switch (c) {
    case 'title.ru':
      return row.title.ru ?? '';
    case 'title.en':
      return row.title.en ?? '';
    case 'sku':
      return v.sku;
    case 'price':
      return String(v.price);
    case 'compare_at':
      return String(v.compare_at ?? 0);
    case 'stock':
      return v.tracked ? String(v.on_hand) : '';
  }
}

/** shown is a cell as people read and type it. */
export function shown(value: string, c: Column, currency: string): string {
  if (c !== 'price' && c !== 'compare_at') return value;
  if (c === 'compare_at' && value === '0') return '';
  const n = Number(value) / 10 ** digits(currency);
  return Number.isInteger(n) ? String(n) : n.toFixed(digits(currency));
}

/** read is what was typed as the API takes it; null when it is no value of the column. */
export function read(typed: string, c: Column, currency: string): string | null {
  const text = typed.trim();
  if (c === 'compare_at' && text === '') return '0';
  if (c === 'price' || c === 'compare_at') return sumOf(text, currency)?.amount.toString() ?? null;
  if (c === 'stock') return text === '' || /^\d{1,12}$/.test(text) ? text : null;
  if (c === 'sku') return text || null;
  return text;
}

/** Change is a cell that was typed into. */
export interface Change {
  product_id: string;
  variant_id?: string;
  field: Column;
  was: string;
  /** value is null while it is no value of its column. */
  value: string | null;
  typed: string;
}

export const keyOf = (row: Row, v: Variant, c: Column) => `${row.id} ${ofProduct(c) ? '' : v.id} ${c}`;

/** typedInto lays a typed cell over the changes; one that says what was there is no change. */
export function typedInto(changes: Record<string, Change>, row: Row, v: Variant, c: Column, typed: string): Record<string, Change> {
  const key = keyOf(row, v, c);
  const was = changes[key]?.was ?? raw(row, v, c);
  const value = read(typed, c, row.currency);
  const next = { ...changes };
  if (value === was) delete next[key];
  else next[key] = { product_id: row.id, ...(ofProduct(c) ? {} : { variant_id: v.id }), field: c, was, value, typed };
  return next;
}
