import { useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';
import { done } from '../../ui/undo';

type Schemas = components['schemas'];
export type Setting = Schemas['Setting'];
export type Settings = Schemas['Settings'];
export type Version = Schemas['SettingsVersion'];
export type Edits = Record<string, unknown>;

export function useSettings() {
  return useQuery({ queryKey: keys.settings, queryFn: () => got(api.GET('/api/v1/settings')) });
}

/** useUndo takes a change of settings back, and says so. */
export function useUndo() {
  const { t } = useLingui();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => got(api.POST('/api/v1/settings/versions/{id}/undo', { params: { path: { id } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.settings });
      done(t`The change is taken back`);
    },
  });
}

/** useSave changes some settings at once; what was changed can be taken back from the toast. */
export function useSave(saved: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: (changes: Edits) => {
      const revision = client.getQueryData<Settings>(keys.settings)?.revision;
      return got(api.PATCH('/api/v1/settings', { params: { header: { 'If-Match': `"${revision}"` } }, body: { changes } }));
    },
    onSuccess: async ({ version }) => {
      await client.invalidateQueries({ queryKey: keys.settings });
      void client.invalidateQueries({ queryKey: keys.me });
      saved();
      done(t`Settings are saved`, { label: t`Undo`, run: () => undo.mutate(version.id) });
    },
    // Somebody was faster: what is typed stays, and is saved against the newer settings at the next try.
    onError: () => void client.invalidateQueries({ queryKey: keys.settings }),
  });
}

/** languagesOf are those that the shop answers in, its main one first. */
export function languagesOf(all: Settings | undefined): ('ru' | 'en')[] {
  const set = all?.items?.find((s) => s.key === 'shop.languages')?.value;
  return Array.isArray(set) ? set.filter((l) => l === 'ru' || l === 'en') : ['ru', 'en'];
}
