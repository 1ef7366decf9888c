import { Text } from '@mantine/core';
import { Plural, useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { Columns } from '../../ui/DataTable';
import { Money } from '../../ui/Money';
import { Picture } from '../../ui/Picture';
import { Status } from '../../ui/Status';
import { name, prices, stockOf, type Row } from './filter';
import css from './Products.module.css';
import { choices, useCategories } from './useCategories';
import { status } from './words';

/** Price is what a product costs, from the lowest where there are several. */
export function Price({ row }: { row: Row }) {
  const { t } = useLingui();
  const [low, high] = prices(row);
  const sum = { amount: low, currency: row.currency };
  return (
    <span>
      {low !== high && `${t({ message: 'from', context: 'price' })} `}
      <Money sum={sum} fw={600} />
    </span>
  );
}

/** Stock is how many can be sold. */
export function Stock({ row }: { row: Row }) {
  const { t } = useLingui();
  const n = stockOf(row);
  if (n === null) return <span className={css.muted}>{t`not counted`}</span>;
  return n === 0 ? (
    <Text span inherit fw={600} c="light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))">
      {t`Out of stock`}
    </Text>
  ) : (
    <span>
      <Plural value={n} one="# piece" other="# pieces" />
    </span>
  );
}

/** useColumns are the columns of the list on a desk. */
export function useColumns(): Columns<Row> {
  const { t, i18n } = useLingui();
  const categories = useCategories().list;
  return useMemo(() => {
    const paths = new Map(choices(categories, i18n.locale).map((c) => [c.value, c.label]));
    return [
      {
        id: 'title',
        header: t`Product`,
        cell: ({ row }) => (
          <span className={css.product}>
            <Picture url={row.original.image} />
            <Text component="a" inherit truncate href={`#/products/${row.original.id}`}>
              {name(row.original.title, i18n.locale)}
            </Text>
          </span>
        ),
      },
      { id: 'sku', header: t`SKU`, size: 150, cell: ({ row }) => `${row.original.variants?.[0]?.sku ?? ''}${(row.original.variants?.length ?? 0) > 1 ? ` +${row.original.variants!.length - 1}` : ''}` },
      { id: 'category', header: t`Category`, size: 190, cell: ({ row }) => paths.get(row.original.category_id ?? '') ?? '—' },
      { id: 'price', header: t`Price`, size: 130, cell: ({ row }) => <Price row={row.original} /> },
      { id: 'stock', header: t`Stock`, size: 130, cell: ({ row }) => <Stock row={row.original} /> },
      { id: 'status', header: t`Status`, size: 120, cell: ({ row }) => <Status word={row.original.status} of={status} /> },
    ];
  }, [t, i18n.locale, categories]);
}
