import { Button, Group, Select, Skeleton, Stack, Switch } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import { Area } from '../settings/Area';
import { languagesOf, useSettings } from '../settings/data';
import { Texts } from '../settings/Texts';
import { articles, copied, named, slugOf, type Article, type Body } from './data';

const fresh: Body = { slug: '', kind: 'faq', title: {}, body: {}, keywords: {}, active: true };

/** Edit is one article; "new" is one that is not there yet. */
export function Edit() {
  const { t, i18n } = useLingui();
  const { id = 'new' } = useParams({ strict: false });
  const all = useQuery(articles);
  const one = all.data?.find((a) => a.id === id);
  const title = id === 'new' ? t`New article` : one ? named(one, i18n.locale) : t`An article`;
  return (
    <Area title={title}>
      {all.error && !all.data && <Failed error={all.error} again={() => void all.refetch()} />}
      {all.isPending && <Skeleton h={400} role="status" aria-label={t`Loading`} />}
      {all.data && (id === 'new' || one) && <Form key={id} id={id} was={one ? copied(one) : fresh} all={all.data} />}
      {all.data && id !== 'new' && !one && <p>{t`This article is gone.`}</p>}
    </Area>
  );
}

function Form({ id, was, all }: { id: string; was: Body; all: Article[] }) {
  const { t } = useLingui();
  const may = useMay('catalog:write');
  const client = useQueryClient();
  const navigate = useNavigate();
  const languages = languagesOf(useSettings().data);
  const [a, setA] = useState<Body>(was);
  const set = (part: Partial<Body>) => setA((old) => ({ ...old, ...part }));
  const put = (body: Body) => (id === 'new' ? got(api.POST('/api/v1/articles', { body })) : got(api.PUT('/api/v1/articles/{id}', { params: { path: { id } }, body })));
  const back = async () => {
    await client.invalidateQueries({ queryKey: keys.articles });
    await navigate({ to: '/settings/knowledge' });
  };
  const again = () => client.invalidateQueries({ queryKey: keys.articles });
  const save = useMutation({
    mutationFn: () => put({ ...a, slug: a.slug || slugOf(Object.values(a.title).find(Boolean) ?? '', all.map((x) => x.slug)) }),
    onSuccess: async () => {
      await back();
      done(t`The article is saved`, id === 'new' ? undefined : { label: t`Undo`, run: () => void put(was).then(again) });
    },
  });
  const remove = useMutation({
    mutationFn: () => got(api.DELETE('/api/v1/articles/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      await back();
      done(t`The article is deleted`, { label: t`Undo`, run: () => void got(api.POST('/api/v1/articles', { body: was })).then(again) });
    },
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    save.mutate();
  };
  const whole = Object.values(a.title).some((x) => x.trim()) && Object.values(a.body).some((x) => x.trim());
  return (
    <form onSubmit={submit}>
      <Stack gap="lg" maw={640}>
        <Texts label={t`Question or title`} required languages={languages} disabled={!may} value={a.title} change={(title) => set({ title })} />
        <Texts label={t`Answer`} required long languages={languages} disabled={!may} value={a.body} change={(body) => set({ body })} />
        <Texts label={t`Other words for it`} description={t`Words that people use and that the text has not, separated by spaces.`} languages={languages} disabled={!may} value={a.keywords ?? {}} change={(keywords) => set({ keywords })} />
        <Select
          label={t`Kind`}
          description={t`Amounts, dates and terms that the assistant says are checked against policies.`}
          disabled={!may}
          allowDeselect={false}
          data={[
            { value: 'faq', label: t`Question and answer` },
            { value: 'policy', label: t`Policy` },
          ]}
          value={a.kind ?? 'faq'}
          onChange={(kind) => set({ kind: kind === 'policy' ? 'policy' : 'faq' })}
        />
        <Switch label={t`Answers come from it`} disabled={!may} checked={a.active} onChange={(e) => set({ active: e.currentTarget.checked })} />
        <Refusal error={save.error ?? remove.error} />
        {may && (
          <Group justify="space-between">
            <Button type="submit" disabled={!whole} loading={save.isPending}>
              <Trans>Save</Trans>
            </Button>
            {id !== 'new' && (
              <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
                <Trans>Delete</Trans>
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </form>
  );
}
