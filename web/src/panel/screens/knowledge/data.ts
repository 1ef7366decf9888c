import { queryOptions } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';

type Schemas = components['schemas'];
export type Article = Schemas['Article'];
export type Body = Schemas['ArticleBody'];

export const articles = queryOptions({
  queryKey: keys.articles,
  queryFn: async () => (await got(api.GET('/api/v1/articles'))).items ?? [],
});

/** named is an article's title in the page's language, else in any. */
export const named = (a: Body, lang: string): string => a.title[lang] || Object.values(a.title)[0] || a.slug;

/** hit tells whether an article has all words of a search, in either language. */
export function hit(a: Body, search: string): boolean {
  const text = [a.slug, ...Object.values(a.title), ...Object.values(a.body), ...Object.values(a.keywords ?? {})].join(' ').toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

const latin: Record<string, string> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u',
  ф: 'f', х: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya',
};

/** slugOf makes an article's address of its title, unlike those that are taken. */
export function slugOf(title: string, taken: string[]): string {
  const letters = [...title.toLowerCase()].map((c) => latin[c] ?? c).join('');
  const base = letters.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60) || 'article';
  let slug = base;
  for (let n = 2; taken.includes(slug); n++) slug = `${base}-${n}`;
  return slug;
}

/** copied is what may be written of an article, without its id. */
export function copied({ slug, kind, title, body, keywords, position, active }: Article): Body {
  return { slug, title, body, active, ...(kind ? { kind } : {}), ...(keywords ? { keywords } : {}), ...(position ? { position } : {}) };
}
