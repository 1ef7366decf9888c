import { Group } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { Columns } from '../../ui/DataTable';
import { Money } from '../../ui/Money';
import { When } from '../../ui/When';
import { Labels, useName, useWhere } from './Card';
import type { Line } from './words';

/** useColumns are the columns of the list on a desk. */
export function useColumns(): Columns<Line> {
  const { t } = useLingui();
  const name = useName();
  const where = useWhere();
  return useMemo(
    () => [
      { id: 'name', header: t`Customer`, cell: ({ row }) => <a href={`#/customers/${row.original.id}`}>{name(row.original)}</a> },
      { id: 'phone', header: t`Phone`, size: 150, cell: ({ row }) => row.original.phone || '—' },
      { id: 'where', header: t`Writes from`, size: 170, cell: ({ row }) => where(row.original) || '—' },
      {
        id: 'labels',
        header: t`Labels`,
        size: 160,
        cell: ({ row }) => (
          <Group gap={4} wrap="nowrap">
            <Labels of={row.original.labels} />
          </Group>
        ),
      },
      { id: 'orders', header: t`Orders`, size: 90, cell: ({ row }) => row.original.orders },
      { id: 'spent', header: t`For`, size: 130, cell: ({ row }) => (row.original.orders ? <Money sum={row.original.spent} fw={600} /> : '—') },
      { id: 'last', header: t`Last active`, size: 130, cell: ({ row }) => <When at={row.original.last_at ?? row.original.created_at} /> },
    ],
    [t, name, where],
  );
}
