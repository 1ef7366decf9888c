import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { done } from '../../ui/undo';
import { useList } from '../../ui/useList';

const put = (id: string, read: boolean) => got(api.PUT('/api/v1/bell/{id}', { params: { path: { id } }, body: { read } }));

/** useBell is what the person is told, and reading of it. */
export function useBell(unread: boolean) {
  const { t } = useLingui();
  const client = useQueryClient();
  const list = useList(keys.bell.list({ unread }), (cursor) =>
    got(api.GET('/api/v1/bell', { params: { query: { ...(unread ? { unread } : {}), ...(cursor ? { cursor } : {}) } } })),
  );
  const onSettled = () => client.invalidateQueries({ queryKey: keys.bell.all });
  const read = useMutation({ mutationFn: ({ id, on }: { id: string; on: boolean }) => put(id, on), onSettled });
  const back = async (ids: string[]) => {
    for (const id of ids) await put(id, false);
    await onSettled();
  };
  const readAll = useMutation({
    mutationFn: (_: string[]) => got(api.PUT('/api/v1/bell')),
    onSuccess: (_, ids) => done(t`Everything is read`, { label: t`Undo`, run: () => void back(ids) }),
    onSettled,
  });
  return { list, read, readAll };
}
