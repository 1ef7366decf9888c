import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { Columns } from '../../ui/DataTable';
import { Money } from '../../ui/Money';
import { Status } from '../../ui/Status';
import { When } from '../../ui/When';
import type { Order } from './filter';
import { parcels, payment, status } from './words';

/** useColumns are the columns of the list on a desk. */
export function useColumns(): Columns<Order> {
  const { t } = useLingui();
  return useMemo(
    () => [
      { id: 'number', header: t`Number`, size: 130, cell: ({ row }) => <a href={`#/orders/${row.original.id}`}>{row.original.number}</a> },
      { id: 'name', header: t`Customer`, cell: ({ row }) => row.original.recipient.name || '—' },
      { id: 'status', header: t`Order`, size: 120, cell: ({ row }) => <Status word={row.original.status} of={status} /> },
      { id: 'payment', header: t`Payment`, size: 170, cell: ({ row }) => <Status word={row.original.payment_status} of={payment} /> },
      { id: 'parcels', header: t`Delivery`, size: 150, cell: ({ row }) => <Status word={row.original.fulfillment_status} of={parcels} /> },
      { id: 'total', header: t`Total`, size: 120, cell: ({ row }) => <Money sum={row.original.total} fw={600} /> },
      { id: 'at', header: t`When`, size: 130, cell: ({ row }) => <When at={row.original.placed_at ?? row.original.created_at} /> },
    ],
    [t],
  );
}
