import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { Fields, Rule } from './words';

export const rules = queryOptions({
  queryKey: keys.comments.rules,
  queryFn: async () => (await got(api.GET('/api/v1/comment-rules'))).items ?? [],
});

/** fieldsOf is what may be written of a rule. */
export function fieldsOf(r: Rule): Fields {
  const { title, account_id, words, intents, posts, replies, live, from, until, often, status } = r;
  const texts = { private: r.private, public: r.public };
  return Object.fromEntries(Object.entries({ title, account_id, words, intents, posts, replies, live, from, until, often, status, ...texts }).filter(([, v]) => v !== undefined && v !== null)) as unknown as Fields;
}

/** put replaces a rule, unless somebody was faster. */
export const put = (r: Rule, body: Fields) =>
  got(api.PUT('/api/v1/comment-rules/{id}', { params: { path: { id: r.id }, header: { 'If-Match': `"${r.revision}"` } }, body }));

/** useAct changes something of the rules, and reads them anew. */
export function useAct<A, R>(run: (arg: A) => Promise<R>, after?: (made: R) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: keys.comments.all });
      after?.(made);
    },
    onError: () => void client.invalidateQueries({ queryKey: keys.comments.all }),
  });
}
