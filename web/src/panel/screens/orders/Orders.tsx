import { Skeleton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconReceipt } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { DataTable } from '../../ui/DataTable';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { useList } from '../../ui/useList';
import { Card } from './Card';
import { useColumns } from './columns';
import { readFilter } from './filter';
import { Tools } from './Tools';

/** Orders is the list of orders, newest first, by filters that stand in its address. */
export function Orders() {
  const { t } = useLingui();
  const filter = readFilter(useSearch({ strict: false }));
  const columns = useColumns();
  const list = useList(keys.orders.list({ ...filter }), (cursor) =>
    got(api.GET('/api/v1/orders', { params: { query: { ...filter, ...(cursor ? { cursor } : {}) } } })),
  );
  return (
    <Page title={t`Orders`} tools={<Tools filter={filter} />} whole>
      {list.isPending ? (
        <Skeleton flex={1} />
      ) : list.error && list.rows.length === 0 ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : list.rows.length === 0 ? (
        <Empty icon={IconReceipt} title={Object.keys(filter).length ? t`No order is like that` : t`No orders yet`}>
          {Object.keys(filter).length ? t`Take a filter away, or search by the beginning of a name.` : t`The first one will appear here by itself.`}
        </Empty>
      ) : (
        <DataTable label={t`Orders`} columns={columns} rows={list.rows} rowId={(o) => o.id} card={(o) => <Card order={o} />} more={list.more} />
      )}
    </Page>
  );
}
