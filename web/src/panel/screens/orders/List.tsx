import { Skeleton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconReceipt } from '@tabler/icons-react';
import type { RowSelectionState } from '@tanstack/react-table';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay, useMe } from '../../app/Guard';
import { DataTable } from '../../ui/DataTable';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { useList } from '../../ui/useList';
import { Bulk } from './Bulk';
import { Card } from './Card';
import { useColumns } from './columns';
import { queryOf, type Filter } from './filter';

/** List is the table of orders; on a phone each is a card. */
export function List({ filter }: { filter: Filter }) {
  const { t } = useLingui();
  const { zone } = useMe().shop;
  const write = useMay('orders:write');
  const columns = useColumns();
  const [selected, select] = useState<RowSelectionState>({});
  const query = queryOf(filter, zone);
  const list = useList(keys.orders.list({ ...filter }), (cursor) => got(api.GET('/api/v1/orders', { params: { query: { ...query, ...(cursor ? { cursor } : {}) } } })));
  const narrowed = Object.keys(filter).length > 0;
  if (list.isPending) return <Skeleton flex={1} role="status" aria-label={t`Loading`} />;
  if (list.error && list.rows.length === 0) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (list.rows.length === 0) {
    return (
      <Empty icon={IconReceipt} title={narrowed ? t`No order is like that` : t`No orders yet`}>
        {narrowed ? t`Take a filter away, or search by the beginning of a name.` : t`The first one will appear here by itself.`}
      </Empty>
    );
  }
  const chosen = list.rows.filter((o) => selected[o.id]);
  return (
    <>
      {chosen.length > 0 && <Bulk orders={chosen} clear={() => select({})} />}
      <DataTable
        label={t`Orders`}
        columns={columns}
        rows={list.rows}
        rowId={(o) => o.id}
        card={(o) => <Card order={o} />}
        href={(o) => `#/orders/${o.id}`}
        more={list.more}
        {...(write ? { selected, select } : {})}
      />
    </>
  );
}
