import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';
import { done } from '../../ui/undo';

export type Entry = components['schemas']['ImportEntry'];

/** useUndo takes an import back and says what came of it. */
export function useUndo() {
  const { t } = useLingui();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => got(api.POST('/api/v1/goods-imports/{id}/undo', { params: { path: { id } } })),
    onSuccess: async (e) => {
      await client.invalidateQueries({ queryKey: keys.goods.all });
      done(e.left_count > 0 ? t`The import is taken back, but for what was changed since: ${e.left_count}` : t`The import is taken back`);
    },
  });
}
