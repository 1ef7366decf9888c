import { Button, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import { useProducts } from './Posts';
import type { Post } from './words';

/** LinkPost says which products a post is about; none takes the link away. */
export function LinkPost({ post, close }: { post: Post | null; close: () => void }) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const client = useQueryClient();
  const products = useProducts();
  const channels = useQuery({ queryKey: keys.channels, queryFn: () => got(api.GET('/api/v1/channels')) });
  const accounts = (channels.data?.items ?? []).filter((c) => c.channel === 'instagram');
  const [account, setAccount] = useState(post?.account_id ?? '');
  const [url, setUrl] = useState(post?.url ?? '');
  const [chosen, setChosen] = useState<string[]>(post?.products?.length ? post.products : post?.guess ? [post.guess] : []);
  const where = account || accounts[0]?.id || '';
  const put = (list: string[]) => got(api.PUT('/api/v1/posts', { body: { account_id: where, products: list, ...(post ? { media_id: post.id } : { url }) } }));
  const fresh = () => client.invalidateQueries({ queryKey: ['posts'] });
  const save = useMutation({
    mutationFn: () => put(chosen),
    onSuccess: async () => {
      await fresh();
      close();
      done(t`The post is linked`, { label: t`Undo`, run: () => void put(post?.products ?? []).then(fresh) });
    },
  });
  return (
    <Stack>
      {!post && (
        <>
          <Select label={t`Account`} data={accounts.map((a) => ({ value: a.id, label: a.name }))} value={where || null} onChange={(v) => setAccount(v ?? '')} error={channels.data && accounts.length === 0 ? t`Connect an Instagram account first` : undefined} />
          <TextInput label={t`Address of the post`} placeholder="https://www.instagram.com/p/…" value={url} onChange={(e) => setUrl(e.currentTarget.value)} />
        </>
      )}
      <MultiSelect
        label={t`Products`}
        description={t`In the order in which they are shown, ten at most.`}
        searchable
        maxValues={10}
        limit={50}
        data={products.map((p) => ({ value: p.id, label: p.title[lang] || p.title.ru || p.title.en || p.slug }))}
        value={chosen}
        onChange={setChosen}
      />
      <Refusal error={save.error} />
      <Button disabled={!where || (!post && !url.trim())} loading={save.isPending} onClick={() => save.mutate()}>
        {chosen.length === 0 && post ? <Trans>Take the link away</Trans> : <Trans>Save</Trans>}
      </Button>
    </Stack>
  );
}
