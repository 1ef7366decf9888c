import type { components, paths } from '../../api/schema.gen';

export type Row = components['schemas']['GoodsRow'];
export type Variant = components['schemas']['GoodsVariant'];
export type Texts = components['schemas']['GoodsTexts'];
type Query = NonNullable<paths['/api/v1/goods']['get']['parameters']['query']>;

/** Filter is what stands in the address of the list. */
export interface Filter {
  search?: string;
  status?: 'active' | 'draft' | 'archived';
  category_id?: string;
  stock?: 'in' | 'out';
  no_picture?: true;
}

/** View is how products are shown: as rows, or as cells that can be changed. */
export type View = 'list' | 'grid';

const one = <T extends string>(v: unknown, of: readonly T[]): T | undefined => of.find((x) => x === v);

/** readFilter reads an address, whoever wrote it; what it does not know it leaves out. */
export function readFilter(search: Record<string, unknown>): Filter {
  const all = {
    search: typeof search.search === 'string' && search.search.trim() ? search.search : typeof search.search === 'number' ? String(search.search) : undefined,
    status: one(search.status, ['active', 'draft', 'archived'] as const),
    category_id: typeof search.category_id === 'string' ? search.category_id : undefined,
    stock: one(search.stock, ['in', 'out'] as const),
    no_picture: search.no_picture === true || search.no_picture === 'true' ? true : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined)) as Filter;
}

export function readView(search: Record<string, unknown>): View {
  return search.view === 'grid' ? 'grid' : 'list';
}

export function readSearch(search: Record<string, unknown>): Filter & { view?: View } {
  return { ...readFilter(search), ...(readView(search) === 'grid' ? { view: 'grid' as const } : {}) };
}

/** queryOf is what the API is asked for: words are looked for in what is on sale, unless another status is named. */
export function queryOf(f: Filter): Query {
  return { ...f, ...(f.search && !f.status ? { status: 'kept' as const } : {}) };
}

/** name is a text in the language of the page, else in the other. */
export function name(t: { ru?: string; en?: string }, lang: string): string {
  return (lang === 'en' ? t.en || t.ru : t.ru || t.en) ?? '';
}

/** stockOf is how many pieces can be sold; null where some are not counted. */
export function stockOf(row: Row): number | null {
  const on = (row.variants ?? []).filter((v) => v.active);
  if (on.some((v) => !v.tracked)) return null;
  return on.reduce((n, v) => n + Math.max(v.on_hand - v.reserved, 0), 0);
}

/** prices are the lowest and the highest of what is offered. */
export function prices(row: Row): [number, number] {
  const all = (row.variants ?? []).filter((v) => v.active).map((v) => v.price);
  return all.length ? [Math.min(...all), Math.max(...all)] : [0, 0];
}
