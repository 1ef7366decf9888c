import { Anchor, Button, Group, Paper, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconPhoto } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Sheet } from '../../ui/Sheet';
import { useList } from '../../ui/useList';
import { Area } from '../settings/Area';
import { LinkPost } from './LinkPost';
import type { Post } from './words';

/** Posts are what people asked about under posts and stories, and which products those are. */
export function Posts() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { linked = false } = useSearch({ strict: false }) as { linked?: boolean };
  const list = useList(keys.posts(linked), (cursor) => got(api.GET('/api/v1/posts', { params: { query: { linked, ...(cursor ? { cursor } : {}) } } })));
  const names = useNames();
  const may = useMay('catalog:write');
  const [open, setOpen] = useState<Post | 'new' | null>(null);
  return (
    <Area
      title={t`Posts`}
      actions={
        may && (
          <Button variant="light" onClick={() => setOpen('new')}>
            <Trans>Link a post</Trans>
          </Button>
        )
      }
    >
      <Text size="sm" c="dimmed">
        <Trans>Who asks “how much?” under a linked post, or answers a linked story, is told of its product.</Trans>
      </Text>
      <SegmentedControl
        aria-label={t`Which posts`}
        maw={420}
        value={linked ? 'linked' : 'asked'}
        onChange={(v) => void navigate({ to: '/settings/posts', search: v === 'linked' ? { linked: true } : {}, replace: true })}
        data={[
          { value: 'asked', label: t`Asked about, not linked` },
          { value: 'linked', label: t`Linked` },
        ]}
      />
      {list.error && list.rows.length === 0 && <Failed error={list.error} again={() => void list.refetch()} />}
      {list.isPending && <Skeleton h={200} role="status" aria-label={t`Loading`} />}
      {list.data && list.rows.length === 0 && (
        <Empty icon={IconPhoto} title={linked ? t`No post is linked` : t`Nobody asked in vain`}>
          {linked ? t`Paste a post's address and choose its products.` : t`Posts that people ask about and that no product is known of come here.`}
        </Empty>
      )}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {list.rows.map((p) => (
          <Paper withBorder p="sm" component="li" key={`${p.account_id} ${p.id}`}>
            <Group justify="space-between" gap="sm">
              <div style={{ minWidth: 0 }}>
                <Text fw={550} lineClamp={2}>
                  {p.caption || p.id}
                </Text>
                {p.url && (
                  <Anchor href={p.url} target="_blank" rel="noreferrer" size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {p.url}
                  </Anchor>
                )}
                <Text size="sm" c="dimmed">
                  {(p.products ?? []).length > 0 ? (p.products ?? []).map((id) => names(id)).join(', ') : <Plural value={p.asked} one="asked about # time" few="asked about # times" other="asked about # times" />}
                </Text>
              </div>
              {may && (
                <Button variant="default" onClick={() => setOpen(p)}>
                  {linked ? t`Change` : t`Choose products`}
                </Button>
              )}
            </Group>
          </Paper>
        ))}
      </Stack>
      {list.more && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={list.more}>
          <Trans>More posts</Trans>
        </Button>
      )}
      <Sheet title={t`Products of a post`} opened={open !== null} close={() => setOpen(null)}>
        {open && <LinkPost post={open === 'new' ? null : open} close={() => setOpen(null)} />}
      </Sheet>
    </Area>
  );
}

/** useNames names products by id, of those that the list has read. */
function useNames() {
  const { i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const all = useProducts();
  return (id: string): string => {
    const p = all.find((x) => x.id === id);
    return p?.title[lang] || p?.title.ru || p?.title.en || id;
  };
}

/** useProducts are the first thousand products, which are read page by page. */
export function useProducts() {
  const all = useInfiniteQuery({
    queryKey: keys.products,
    initialPageParam: '',
    staleTime: 60_000,
    queryFn: ({ pageParam }) => got(api.GET('/api/v1/products', { params: { query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.next || undefined,
  });
  const read = all.data?.pages.flatMap((p) => p.items ?? []) ?? [];
  if (all.hasNextPage && !all.isFetching && read.length < 1000) void all.fetchNextPage();
  return read;
}
