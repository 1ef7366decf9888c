import type { components } from '../../api/schema.gen';
import { digits, sumOf } from '../../ui/money';
import { slugOf } from '../products/slug';

export type Product = components['schemas']['Product'];
export type Fields = components['schemas']['ProductFields'];
export type Image = components['schemas']['Image'];
type Option = components['schemas']['Option'];
export type Texts = { ru?: string; en?: string };

/** Line is a variant as it is typed. */
export interface Line {
  /** key tells lines apart that have no id yet. */
  key: string;
  id?: string;
  sku: string;
  /** values in the order of the draft's options. */
  values: Texts[];
  price: string;
  old: string;
  grams: string;
  /** pieces of a new variant; known ones are counted for themselves. */
  count: string;
  on_hand: number;
  reserved: number;
  tracked: boolean;
  active: boolean;
}

/** Draft is a product as it is typed. */
export interface Draft {
  title: Texts;
  description: Texts;
  slug: string;
  brand: string;
  category_id: string;
  status: 'active' | 'draft' | 'archived';
  position: number;
  attributes: { name: Texts; value: Texts }[];
  images: Image[];
  options: Texts[];
  lines: Line[];
}

const same = (a: Texts, b: Texts) => (a.ru ?? '') === (b.ru ?? '') && (a.en ?? '') === (b.en ?? '');

const typed = (amount: number, currency: string) => (amount / 10 ** digits(currency)).toFixed(amount % 10 ** digits(currency) ? digits(currency) : 0);

export const newLine = (options: number): Line => ({
  key: crypto.randomUUID(), sku: '', values: Array.from({ length: options }, () => ({})), price: '', old: '', grams: '', count: '', on_hand: 0, reserved: 0, tracked: true, active: true,
});

export const empty = (): Draft => ({
  title: {}, description: {}, slug: '', brand: '', category_id: '', status: 'active', position: 0, attributes: [], images: [], options: [], lines: [newLine(0)],
});

/** draftOf is a product as a form begins with it. */
export function draftOf(p: Product): Draft {
  const options: Texts[] = [];
  for (const v of p.variants ?? []) for (const o of v.options ?? []) if (!options.some((x) => same(x, o.name))) options.push(o.name);
  return {
    title: p.title, description: p.description, slug: p.slug, brand: p.brand ?? '', category_id: p.category_id ?? '', status: p.status, position: p.position,
    attributes: p.attributes ?? [], images: p.images ?? [], options,
    lines: (p.variants ?? []).map((v) => ({
      key: v.id, id: v.id, sku: v.sku, values: options.map((o) => (v.options ?? []).find((x) => same(x.name, o))?.value ?? {}),
      price: typed(v.price.amount, v.price.currency), old: v.compare_at ? typed(v.compare_at.amount, v.price.currency) : '', grams: v.grams ? String(v.grams) : '',
      count: '', on_hand: v.on_hand, reserved: v.reserved, tracked: v.tracked, active: v.active,
    })),
  };
}

const filled = (t: Texts) => Boolean(t.ru?.trim() || t.en?.trim());

/** Wrong names what has to be mended before a draft can be saved, by its place in the form. */
export type Wrong = Record<string, 'title' | 'sku' | 'twice' | 'price' | 'number'>;

/** wrongIn looks at a draft before it is sent. */
export function wrongIn(d: Draft, currency: string): Wrong {
  const out: Wrong = {};
  if (!filled(d.title)) out.title = 'title';
  const skus = new Set<string>();
  for (const l of d.lines) {
    const sku = l.sku.trim();
    if (!sku) out[`${l.key}.sku`] = 'sku';
    else if (skus.has(sku)) out[`${l.key}.sku`] = 'twice';
    skus.add(sku);
    if (!sumOf(l.price, currency)) out[`${l.key}.price`] = 'price';
    if (l.old.trim() && !sumOf(l.old, currency)) out[`${l.key}.old`] = 'price';
    for (const k of ['grams', 'count'] as const) if (l[k].trim() && !/^\d{1,9}$/.test(l[k].trim())) out[`${l.key}.${k}`] = 'number';
  }
  return out;
}

/** fieldsOf is what the API is sent; the draft has nothing wrong in it. */
export function fieldsOf(d: Draft, currency: string): Fields {
  const options = (l: Line): Option[] => d.options.flatMap((name, i) => (filled(name) && filled(l.values[i] ?? {}) ? [{ name, value: l.values[i] ?? {} }] : []));
  return {
    title: d.title, description: d.description, slug: d.slug.trim() || slugOf(d.title.en || d.title.ru || '') || slugOf(d.lines[0]?.sku ?? ''), brand: d.brand.trim(),
    category_id: d.category_id, status: d.status, position: d.position, attributes: d.attributes.filter((a) => filled(a.name) && filled(a.value)), images: d.images,
    variants: d.lines.map((l) => {
      const old = l.old.trim() ? sumOf(l.old, currency) : null;
      return {
        ...(l.id ? { id: l.id } : { on_hand: Number(l.count) || 0 }),
        sku: l.sku.trim(), options: options(l), price: sumOf(l.price, currency)!, ...(old ? { compare_at: old } : {}), grams: Number(l.grams) || 0, tracked: l.tracked, active: l.active,
      };
    }),
  };
}
