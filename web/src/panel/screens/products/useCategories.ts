import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';
import { name } from './filter';

export type Category = components['schemas']['Category'];

/** useCategories are the shelves of the shop, each below its own. */
export function useCategories() {
  const read = useQuery({ queryKey: keys.goods.categories, queryFn: () => got(api.GET('/api/v1/categories')), staleTime: 60_000 });
  return { ...read, list: read.data?.items ?? [] };
}

/** choices are categories for a select, with the path to each. */
export function choices(list: Category[], lang: string): { value: string; label: string }[] {
  const by = new Map(list.map((c) => [c.id, c]));
  const path = (c: Category | undefined, deep = 0): string => (!c || deep > 8 ? '' : [path(by.get(c.parent_id ?? ''), deep + 1), name(c.title, lang)].filter(Boolean).join(' › '));
  return list.map((c) => ({ value: c.id, label: path(c) })).sort((a, b) => a.label.localeCompare(b.label, lang));
}
