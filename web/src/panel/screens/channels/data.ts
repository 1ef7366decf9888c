import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';

const fresh = 15_000; // ms: checks are made by a job, and seen at the next look

export function useChannels() {
  return useQuery({ queryKey: keys.channels, queryFn: () => got(api.GET('/api/v1/channels')), refetchInterval: fresh });
}

/** useAct does something with an account, and looks at all of them anew. */
export function useAct<T>(run: (arg: T) => Promise<unknown>, after: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.channels });
      after();
    },
  });
}
