import { Button, Group, MultiSelect, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import { languagesOf, useSettings } from '../settings/data';
import { Texts, type ByLang } from '../settings/Texts';
import { fieldsOf, put, useAct } from './data';
import { intents, type Fields, type Rule } from './words';

const fresh: Fields = { title: '', words: [], intents: [], private: {}, public: {}, status: 'active' };

// What stands for these in a text is the product's and the shop's.
const [product, price, name, shop] = ['{product}', '{price}', '{name}', '{shop}'];

/** RuleForm is one rule: which comments it is for, and what is said. */
export function RuleForm({ rule, close }: { rule: Rule | null; close: () => void }) {
  const { t, i18n } = useLingui();
  const languages = languagesOf(useSettings().data);
  const [f, setF] = useState<Fields>(rule ? fieldsOf(rule) : fresh);
  const set = (part: Partial<Fields>) => setF((was) => ({ ...was, ...part }));
  const save = useAct(
    () => (rule ? put(rule, f) : got(api.POST('/api/v1/comment-rules', { body: f }))),
    () => (close(), done(t`The rule is saved`)),
  );
  const end = useAct(
    () => got(api.POST('/api/v1/comment-rules/{id}/archive', { params: { path: { id: rule?.id ?? '' } } })),
    () => (close(), done(t`The rule is archived`)),
  );
  const submit = (e: FormEvent) => {
    e.preventDefault();
    save.mutate(undefined);
  };
  const says = [...Object.values(f.private), ...Object.values(f.public)].some((x) => x?.trim());
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput label={t`Name of the rule`} required value={f.title} onChange={(e) => set({ title: e.currentTarget.value })} />
        <MultiSelect
          label={t`What the comment wants`}
          placeholder={f.intents?.length ? '' : t`anything`}
          data={Object.entries(intents).map(([value, label]) => ({ value, label: i18n._(label) }))}
          value={f.intents ?? []}
          onChange={(v) => set({ intents: v })}
        />
        <TagsInput label={t`Or words in it`} description={t`In any form; Enter after each. Neither: every comment.`} value={f.words ?? []} onChange={(v) => set({ words: v })} />
        <Texts label={t`Private message`} description={t`${product}, ${price}, ${name} and ${shop} are filled in.`} long languages={languages} value={f.private as ByLang} change={(v) => set({ private: v })} />
        <Texts label={t`Answer under the comment`} description={t`It appears once the private message is out.`} long languages={languages} value={f.public as ByLang} change={(v) => set({ public: v })} />
        <Select
          label={t`Answers to other comments`}
          allowDeselect={false}
          data={[
            { value: 'top', label: t`left alone` },
            { value: 'all', label: t`answered as well` },
            { value: 'replies', label: t`only they are answered` },
          ]}
          value={f.replies || 'top'}
          onChange={(v) => set({ replies: (v ?? 'top') as 'top' | 'all' | 'replies' })}
        />
        <Group grow>
          <TextInput type="time" label={t`From`} value={f.from ?? ''} onChange={(e) => set({ from: e.currentTarget.value })} />
          <TextInput type="time" label={t`Until`} value={f.until ?? ''} onChange={(e) => set({ until: e.currentTarget.value })} />
        </Group>
        <TagsInput label={t`Only under these posts`} description={t`Media ids; none: all posts.`} value={f.posts ?? []} onChange={(v) => set({ posts: v })} />
        <Switch label={t`Under broadcasts too`} checked={f.live ?? false} onChange={(e) => set({ live: e.currentTarget.checked })} />
        <Switch label={t`Answer the same person again under the same post`} checked={f.often ?? false} onChange={(e) => set({ often: e.currentTarget.checked })} />
        <Refusal error={save.error ?? end.error} />
        <Group justify="space-between">
          <Button type="submit" disabled={!f.title.trim() || !says} loading={save.isPending}>
            <Trans>Save</Trans>
          </Button>
          {rule && (
            <Button variant="subtle" color="red" loading={end.isPending} onClick={() => end.mutate(undefined)}>
              <Trans>Archive</Trans>
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
