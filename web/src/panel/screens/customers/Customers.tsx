import { Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconUsers } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { DataTable } from '../../ui/DataTable';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { Search } from '../../ui/Search';
import { useList } from '../../ui/useList';
import { Card } from './Card';
import { useColumns } from './columns';
import { readSearch } from './route';

/** Customers are all people who wrote to the shop, the newest first, or those that a search finds. */
export function Customers() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { search } = readSearch(useSearch({ strict: false }) as Record<string, unknown>);
  const columns = useColumns();
  const list = useList(keys.contacts.list({ search }), (cursor) =>
    got(api.GET('/api/v1/contacts', { params: { query: { ...(search ? { search } : {}), ...(cursor ? { cursor } : {}) } } })),
  );
  const find = (s: string) => void navigate({ to: '/customers', search: (s ? { search: s } : {}) as never, replace: true });
  return (
    <Page title={t`Customers`} whole tools={<Search value={search ?? ''} change={find} label={t`Name, @name, phone, order or #label`} miw={260} />}>
      {list.isPending ? (
        <Skeleton flex={1} role="status" aria-label={t`Loading`} />
      ) : list.error && list.rows.length === 0 ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : list.rows.length === 0 ? (
        <Empty icon={IconUsers} title={search ? t`Nobody is found` : t`No customers yet`}>
          {search ? (
            <Trans>Search by the beginning of a name, the last digits of a phone, or an order's number.</Trans>
          ) : (
            <Trans>Whoever writes to the shop will stand here.</Trans>
          )}
        </Empty>
      ) : (
        <DataTable label={t`Customers`} columns={columns} rows={list.rows} rowId={(c) => c.id} card={(c) => <Card c={c} />} href={(c) => `#/customers/${c.id}`} more={list.more} />
      )}
    </Page>
  );
}
