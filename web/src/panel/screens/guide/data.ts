import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';

type Schemas = components['schemas'];
export type Step = Schemas['GuideStep'];
export type Guide = Schemas['Guide'];

export function useGuide(enabled = true) {
  return useQuery({ queryKey: keys.guide, queryFn: () => got(api.GET('/api/v1/guide')), enabled });
}

/** useStep says how far a step is; the answer is the whole guide. */
export function useStep() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: Step) => got(api.PUT('/api/v1/guide', { body: step })),
    onSuccess: (guide) => client.setQueryData(keys.guide, guide),
  });
}

/** next is the first step that is open; null when all are done or skipped. */
export function next(guide: Guide): Step['key'] | null {
  return guide.steps?.find((s) => s.state === '')?.key ?? null;
}
