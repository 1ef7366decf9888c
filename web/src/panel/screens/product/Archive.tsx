import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { keys } from '../../api/keys';
import { useWords } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import type { Product } from './draft';

/** Archive takes a product out of sale, or brings it back; either can be undone. */
export function Archive({ product }: { product: Product }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const gone = product.status === 'archived';
  const call = async (back: boolean) => {
    const path = { params: { path: { id: product.id } } };
    await (back ? api.POST('/api/v1/products/{id}/restore', path) : api.POST('/api/v1/products/{id}/archive', path));
    await client.invalidateQueries({ queryKey: keys.goods.all });
  };
  const run = useMutation({
    mutationFn: () => call(gone),
    onSuccess: () => done(gone ? t`The product is on sale again` : t`The product is in the archive`, { label: t`Undo`, run: () => void call(!gone) }),
    onError: (e) => done(words(e).title),
  });
  return (
    <Button variant="default" loading={run.isPending} onClick={() => run.mutate()}>
      {gone ? <Trans>Put back on sale</Trans> : <Trans>Archive</Trans>}
    </Button>
  );
}
