import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBellRinging } from '@tabler/icons-react';
import { useMemo } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { DataTable, type Columns } from '../../ui/DataTable';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { Picture } from '../../ui/Picture';
import { useList } from '../../ui/useList';
import { When } from '../../ui/When';
import { name } from './filter';
import css from './Products.module.css';
import { Waiters, type Awaited } from './Waiters';

/** Waits are the goods that customers wait for, most waited for first. */
export function Waits() {
  const { t, i18n } = useLingui();
  const list = useList(keys.goods.waits({}), (cursor) => got(api.GET('/api/v1/stock-waits', { params: { query: cursor ? { cursor } : {} } })));
  const columns = useMemo<Columns<Awaited>>(
    () => [
      {
        id: 'title',
        header: t`Product`,
        cell: ({ row: { original: r } }) => (
          <span className={css.product}>
            <Picture url={r.image} />
            <Text component="a" inherit truncate href={`#/products/${r.product_id}`}>
              {title(r, i18n.locale)}
            </Text>
          </span>
        ),
      },
      { id: 'sku', header: t`SKU`, size: 150, cell: ({ row }) => row.original.sku },
      { id: 'since', header: t`Waiting since`, size: 150, cell: ({ row }) => <When at={row.original.since} /> },
      { id: 'left', header: t`Can be had`, size: 120, cell: ({ row }) => row.original.available ?? t`not counted` },
      { id: 'who', header: t`Waiting`, size: 170, cell: ({ row }) => <Waiters of={row.original} /> },
    ],
    [t, i18n.locale],
  );
  return (
    <Page title={t`What customers wait for`} whole>
      {list.isPending ? (
        <Skeleton flex={1} role="status" aria-label={t`Loading`} />
      ) : list.error && list.rows.length === 0 ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : list.rows.length === 0 ? (
        <Empty icon={IconBellRinging} title={t`Nobody waits for anything`}>
          <Trans>Customers who ask to be told when something is in stock again stand here.</Trans>
        </Empty>
      ) : (
        <DataTable label={t`What customers wait for`} columns={columns} rows={list.rows} rowId={(r) => r.variant_id} more={list.more} card={(r) => <Card row={r} />} />
      )}
    </Page>
  );
}

function Card({ row: r }: { row: Awaited }) {
  const { i18n } = useLingui();
  return (
    <Group wrap="nowrap" gap="sm">
      <Picture url={r.image} size={60} />
      <Stack gap={4} flex={1} miw={0}>
        <Text component="a" href={`#/products/${r.product_id}`} fw={600} truncate c="inherit">
          {title(r, i18n.locale)}
        </Text>
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            <Trans>
              since <When at={r.since} />
            </Trans>
          </Text>
          <Waiters of={r} />
        </Group>
      </Stack>
    </Group>
  );
}

const title = (r: Awaited, locale: string) => [name(r.title, locale), name(r.options, locale)].filter(Boolean).join(', ');
