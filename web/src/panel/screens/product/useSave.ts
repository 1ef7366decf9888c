import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Problem } from '../../api/problem';
import { done } from '../../ui/undo';
import { fieldsOf, type Draft } from './draft';
import type { Read } from './Product';

/** useSave keeps a draft: over the revision that was read, or, forced, over whatever is there. */
export function useSave(read: Read | undefined, currency: string) {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const id = read?.product.id;
  const run = useMutation({
    mutationFn: async ({ draft, force }: { draft: Draft; force: boolean }) => {
      const body = fieldsOf(draft, read?.product.variants?.[0]?.price.currency ?? currency);
      if (!id) return got(api.POST('/api/v1/products', { body }));
      return got(api.PUT('/api/v1/products/{id}', { params: { path: { id }, header: { 'If-Match': force ? '*' : read.tag } }, body }));
    },
    onSuccess: async (p) => {
      done(t`The product is saved`);
      if (!id) await navigate({ to: '/products/$id', params: { id: p.id }, replace: true, ignoreBlocker: true });
      await client.invalidateQueries({ queryKey: keys.goods.all });
    },
  });
  return {
    ...run,
    /** stale: somebody else was faster. */
    stale: run.error instanceof Problem && run.error.status === 412,
    reread: () => (run.reset(), client.resetQueries({ queryKey: keys.goods.one(id ?? '') })),
  };
}
