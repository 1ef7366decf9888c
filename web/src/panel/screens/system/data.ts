import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';

const refresh = 15_000; // ms

export const state = queryOptions({ queryKey: keys.system.state, queryFn: () => got(api.GET('/api/v1/system')), refetchInterval: refresh });
export const timings = queryOptions({ queryKey: keys.system.stops, queryFn: async () => (await got(api.GET('/api/v1/metrics/stops'))).items ?? [], refetchInterval: 4 * refresh });
export const checks = queryOptions({ queryKey: keys.system.checks, queryFn: () => got(api.GET('/api/v1/system/checks')), staleTime: 60_000 });
export const letters = (cursor: string | undefined) => got(api.GET('/api/v1/dead-letters', { params: { query: cursor ? { cursor } : {} } }));

/** useSettle does a dead letter once more, or forgets it. */
export function useSettle(how: 'replay' | 'drop', after: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => {
      const params = { params: { path: { id } } };
      return how === 'replay' ? got(api.POST('/api/v1/dead-letters/{id}/replay', params)) : got(api.DELETE('/api/v1/dead-letters/{id}', params));
    },
    onSuccess: after,
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: keys.system.all }), client.invalidateQueries({ queryKey: keys.today })]),
  });
}
