import { Button, Group, Skeleton, Stack, Title } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Problem } from '../../api/problem';
import { useMay } from '../../app/Guard';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { Refusal } from '../../ui/Refusal';
import { Search } from '../../ui/Search';
import { done } from '../../ui/undo';
import { Field, type Setting } from './Field';

/** found tells whether a setting is what somebody looks for, in either language. */
export function found(s: Setting, search: string): boolean {
  const text = [s.label.ru, s.label.en, s.help.ru, s.help.en, s.key].join(' ').toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** Settings is everything that an owner can set; what was changed is saved at once. */
export function Settings() {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const client = useQueryClient();
  const may = useMay('settings:write');
  const [search, setSearch] = useState('');
  const [edits, setEdits] = useState<Record<string, unknown>>({});
  const all = useQuery({ queryKey: keys.settings, queryFn: () => got(api.GET('/api/v1/settings')) });
  const fresh = () => client.invalidateQueries({ queryKey: keys.settings });
  const undo = async (id: string) => {
    await api.POST('/api/v1/settings/versions/{id}/undo', { params: { path: { id } } });
    await fresh();
  };
  const save = useMutation({
    mutationFn: () => got(api.PATCH('/api/v1/settings', { params: { header: { 'If-Match': `"${all.data?.revision}"` } }, body: { changes: edits } })),
    onSuccess: async ({ version }) => {
      await fresh();
      setEdits({});
      done(t`Settings are saved`, { label: t`Undo`, run: () => void undo(version.id) });
    },
  });
  if (all.error) return <Failed error={all.error} again={() => void all.refetch()} />;
  const wrong = save.error instanceof Problem ? (save.error.fields as { field?: string; message?: string }[]) : [];
  const changes = Object.keys(edits).length;
  const shown = (all.data?.items ?? []).filter((s) => s.kind !== 'stages' && found(s, search));
  return (
    <Page
      title={t`Settings`}
      tools={<Search value={search} change={setSearch} label={t`Find a setting`} />}
      actions={
        changes > 0 && (
          <>
            <Button variant="default" onClick={() => (setEdits({}), save.reset())}>{t`Discard`}</Button>
            <Button loading={save.isPending} onClick={() => save.mutate()}>{t`Save`}</Button>
          </>
        )
      }
    >
      <Stack maw={640} gap="xl">
        {save.error && <Refusal error={save.error} />}
        {!all.data && <Skeleton h={600} />}
        {(all.data?.groups ?? []).map((g) => {
          const list = shown.filter((s) => s.group === g.key);
          return list.length === 0 ? null : (
            <Stack key={g.key} gap="md">
              <Group>
                <Title order={2} size="h4">
                  {g.label[lang]}
                </Title>
              </Group>
              {list.map((s) => (
                <Field
                  key={s.key}
                  setting={s}
                  value={s.key in edits ? edits[s.key] : s.value}
                  currency={all.data?.currency ?? ''}
                  changed={s.key in edits}
                  error={wrong.find((f) => f.field === `body.changes.${s.key}`)?.message}
                  disabled={!may}
                  change={(value) => setEdits((was) => ({ ...was, [s.key]: value }))}
                />
              ))}
            </Stack>
          );
        })}
      </Stack>
    </Page>
  );
}
