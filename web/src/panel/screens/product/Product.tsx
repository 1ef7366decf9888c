import { Anchor, Skeleton, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { api } from '../../api/client';
import { keys } from '../../api/keys';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { draftOf, empty, type Product as Goods } from './draft';
import { Form } from './Form';
import css from './Product.module.css';

/** Read is a product with the mark of the revision that was read. */
export interface Read {
  product: Goods;
  tag: string;
}

/** Product is the page of one product, or of one that is not there yet. */
export function Product() {
  const { t } = useLingui();
  const { id = '' } = useParams({ strict: false });
  const read = useQuery({
    queryKey: keys.goods.one(id),
    enabled: id !== '',
    // What is typed is not replaced while somebody looks elsewhere.
    refetchOnWindowFocus: false,
    queryFn: async (): Promise<Read> => {
      const { data, response } = await api.GET('/api/v1/products/{id}', { params: { path: { id } } });
      return { product: data as Goods, tag: response.headers.get('ETag') ?? '*' };
    },
  });
  const ready = id === '' || read.data;
  if (ready) return <Form key={id + (read.data?.tag ?? '')} read={read.data} begin={read.data ? draftOf(read.data.product) : empty()} />;
  return (
    <Page title={t`Product`}>
      <Stack gap="sm">
        <Back />
        {read.error ? <Failed error={read.error} again={() => void read.refetch()} /> : <Skeleton h={480} role="status" aria-label={t`Loading`} />}
      </Stack>
    </Page>
  );
}

/** Back is the way to the list. */
export function Back() {
  return (
    <Anchor component={Link} to="/products" size="sm" className={css.back}>
      <IconArrowLeft size={16} aria-hidden /> <Trans>All products</Trans>
    </Anchor>
  );
}
