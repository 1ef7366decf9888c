import { Button, Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBox } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { DataTable } from '../../ui/DataTable';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { useList } from '../../ui/useList';
import { Card } from './Card';
import { useColumns } from './columns';
import { Grid } from './Grid';
import { queryOf, type Filter, type View } from './filter';

/** List is the table of products; on a phone each is a card. */
export function List({ filter, view }: { filter: Filter; view: View }) {
  const { t } = useLingui();
  const columns = useColumns();
  const list = useList(keys.goods.list({ ...filter }), (cursor) => got(api.GET('/api/v1/goods', { params: { query: { ...queryOf(filter), ...(cursor ? { cursor } : {}) } } })));
  if (list.isPending) return <Skeleton flex={1} role="status" aria-label={t`Loading`} />;
  if (list.error && list.rows.length === 0) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (list.rows.length === 0 && !list.more) {
    const narrowed = Object.keys(filter).length > 0;
    return (
      <Empty
        icon={IconBox}
        title={narrowed ? t`No product is like that` : t`No products yet`}
        action={
          !narrowed && (
            <Button component={Link} to="/products/new">
              <Trans>New product</Trans>
            </Button>
          )
        }
      >
        {narrowed ? t`Take a filter away, or search in other words.` : t`Add the first one, or import a table.`}
      </Empty>
    );
  }
  if (view === 'grid') return <Grid rows={list.rows} more={list.more} />;
  return (
    <DataTable
      label={t`Products`}
      columns={columns}
      rows={list.rows}
      rowId={(r) => r.id}
      card={(r) => <Card row={r} />}
      href={(r) => `#/products/${r.id}`}
      more={list.more}
    />
  );
}
