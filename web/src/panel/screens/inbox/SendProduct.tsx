import { Button, Group, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPackage } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useMay } from '../../app/Guard';
import { api, got } from '../../api/client';
import type { Conversation } from '../../api/desk';
import { keys } from '../../api/keys';
import { Failed } from '../../ui/Failed';
import { Money } from '../../ui/Money';
import { Sheet } from '../../ui/Sheet';
import { outbox } from './outbox';
import css from './Thread.module.css';
import { found, type Product } from './products';

/** SendProduct looks for a product and sends its card. */
export function SendProduct({ c, last }: { c: Conversation; last: string }) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  if (!useMay('catalog:read')) return null;
  const send = (p: Product, title: string) => {
    outbox.put({ conversation: c.id, note: false, text: '', products: [p.id], cards: [title], after: last });
    setOpened(false);
  };
  return (
    <>
      <Button size="compact-sm" variant="subtle" leftSection={<IconPackage size={15} aria-hidden />} onClick={() => setOpened(true)}>
        <Trans>Send a product</Trans>
      </Button>
      <Sheet title={t`Send a product`} opened={opened} close={() => setOpened(false)}>
        <Products lang={c.lang === 'en' ? 'en' : 'ru'} send={send} />
      </Sheet>
    </>
  );
}

function Products({ lang, send }: { lang: 'ru' | 'en'; send: (p: Product, title: string) => void }) {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const all = useInfiniteQuery({
    queryKey: keys.products,
    initialPageParam: '',
    staleTime: 60_000,
    queryFn: ({ pageParam }) => got(api.GET('/api/v1/products', { params: { query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.next || undefined,
  });
  const hits = useMemo(() => found(all.data?.pages.flatMap((p) => p.items ?? []) ?? [], words, lang).slice(0, 20), [all.data, words, lang]);
  // The API lists products by pages; they are read on while too few fit the words.
  const { hasNextPage, isFetching, fetchNextPage } = all;
  useEffect(() => {
    if (hasNextPage && !isFetching && hits.length < 20) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage, hits.length]);
  return (
    <Stack>
      <TextInput data-autofocus type="search" aria-label={t`Name of the product`} placeholder={t`Name of the product`} value={words} onChange={(e) => setWords(e.target.value)} />
      {all.error && <Failed error={all.error} again={() => void all.refetch()} />}
      {!isFetching && !all.error && hits.length === 0 && (
        <Text c="dimmed">
          <Trans>No product is called that.</Trans>
        </Text>
      )}
      <Stack gap={6}>
        {hits.map(({ product, title, price, image }) => (
          <UnstyledButton key={product.id} className={css.card} mt={0} onClick={() => send(product, title)}>
            {image && <img src={image} alt="" loading="lazy" />}
            <Group flex={1} justify="space-between" wrap="nowrap">
              <Text size="sm">{title}</Text>
              {price && <Money sum={price} />}
            </Group>
          </UnstyledButton>
        ))}
      </Stack>
    </Stack>
  );
}
