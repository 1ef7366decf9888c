import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Refusal } from '../../ui/Refusal';
import { Sheet } from '../../ui/Sheet';
import { done } from '../../ui/undo';
import { slugOf } from './slug';
import { choices, useCategories, type Category } from './useCategories';

type Draft = Pick<Category, 'title' | 'parent_id' | 'position' | 'active' | 'slug'> & { id?: string };

const fresh: Draft = { title: {}, slug: '', position: 0, active: true };

/** Categories lists the shelves of the shop; one is changed at a time. */
export function Categories({ opened, close }: { opened: boolean; close: () => void }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const { list } = useCategories();
  const [draft, setDraft] = useState<Draft | null>(null);
  const save = useMutation({
    mutationFn: async ({ id, ...body }: Draft) => {
      const whole = { ...body, slug: body.slug || slugOf(body.title.en || body.title.ru || '') };
      if (id) return got(api.PUT('/api/v1/categories/{id}', { params: { path: { id } }, body: whole }));
      return got(api.POST('/api/v1/categories', { body: { ...whole, position: list.length } }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.goods.all });
      setDraft(null);
      done(t`The category is saved`);
    },
  });
  const set = (change: Partial<Draft>) => draft && setDraft({ ...draft, ...change });
  return (
    <Sheet title={t`Categories`} opened={opened} close={close} aside>
      {draft ? (
        <Stack component="form" gap="sm" onSubmit={(e) => (e.preventDefault(), save.mutate(draft))}>
          <TextInput label={t`Name in Russian`} data-autofocus value={draft.title.ru ?? ''} onChange={(e) => set({ title: { ...draft.title, ru: e.currentTarget.value } })} />
          <TextInput label={t`Name in English`} value={draft.title.en ?? ''} onChange={(e) => set({ title: { ...draft.title, en: e.currentTarget.value } })} />
          <Select
            label={t`Below`}
            placeholder={t`At the top`}
            clearable
            searchable
            data={choices(list.filter((c) => c.id !== draft.id), i18n.locale)}
            value={draft.parent_id || null}
            onChange={(v) => set({ parent_id: v ?? '' })}
          />
          <Checkbox label={t`Customers see it`} checked={draft.active} onChange={(e) => set({ active: e.currentTarget.checked })} />
          <Refusal error={save.error} />
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!draft.title.ru && !draft.title.en}>
              <Trans>Save</Trans>
            </Button>
            <Button variant="default" onClick={() => (setDraft(null), save.reset())}>
              <Trans>Back</Trans>
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack gap={4}>
          {choices(list, i18n.locale).map((c) => (
            <Button key={c.value} variant="subtle" color="gray" justify="flex-start" h={44} onClick={() => setDraft(list.find((x) => x.id === c.value) ?? null)}>
              {c.label}
            </Button>
          ))}
          <Button mt="xs" variant="light" onClick={() => setDraft(fresh)}>
            <Trans>New category</Trans>
          </Button>
        </Stack>
      )}
    </Sheet>
  );
}
