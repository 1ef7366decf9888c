import { Checkbox, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useLingui } from '@lingui/react/macro';
import { columnSizingFeature, rowSelectionFeature, tableFeatures, useTable, type ColumnDef, type RowData, type RowSelectionState } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import css from './DataTable.module.css';

const features = tableFeatures({ rowSelectionFeature, columnSizingFeature });

/** Columns of a DataTable; size is in pixels, 0 shares what is left. */
export type Columns<T extends RowData> = ColumnDef<typeof features, T>[];

interface Props<T extends RowData> {
  label: string;
  columns: Columns<T>;
  rows: T[];
  rowId: (row: T) => string;
  /** card draws a row on a phone. */
  card: (row: T) => ReactNode;
  /** href of the page that a row opens. */
  href?: (row: T) => string;
  /** more loads the next page when the end comes near. */
  more?: (() => void) | undefined;
  selected?: RowSelectionState;
  select?: (next: RowSelectionState) => void;
}

const heights = { row: 45, card: 92 };

/** DataTable draws lists of any length: only the rows in view exist. On a phone each row is a card. */
export function DataTable<T extends RowData>({ label, columns, rows, rowId, card, href, more, selected, select }: Props<T>) {
  const { t } = useLingui();
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const scroll = useRef<HTMLDivElement>(null);
  const table = useTable({
    features,
    columns,
    // Without this the library makes each column that names no size 150 pixels wide.
    defaultColumn: { size: 0 },
    data: rows,
    getRowId: rowId,
    state: { rowSelection: selected ?? {} },
    onRowSelectionChange: (next) => select?.(typeof next === 'function' ? next(selected ?? {}) : next),
  });
  const list = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: list.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => (phone ? heights.card : heights.row),
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= list.length - 20) more();
  }, [more, last, list.length]);

  const headers = table.getFlatHeaders();
  const template = [...(select ? ['40px'] : []), ...headers.map((h) => (h.column.columnDef.size ? `${h.column.columnDef.size}px` : 'minmax(0, 1fr)'))].join(' ');
  return (
    <div className={css.scroll} ref={scroll} role="table" aria-label={label} aria-rowcount={more ? -1 : list.length + 1} tabIndex={0}>
      <div role="rowgroup" className={css.heads} hidden={phone}>
        <div role="row" className={css.row} style={{ gridTemplateColumns: template }}>
          {select && (
            <div role="columnheader" className={css.cell}>
              <Checkbox
                size="xs"
                aria-label={t`Select all that are loaded`}
                checked={table.getIsAllRowsSelected()}
                indeterminate={table.getIsSomeRowsSelected()}
                onChange={() => table.toggleAllRowsSelected()}
              />
            </div>
          )}
          {headers.map((h) => (
            <div role="columnheader" key={h.id} className={css.cell}>
              <table.FlexRender header={h} />
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map((item) => {
          const row = list[item.index];
          if (!row) return null;
          const to = href?.(row.original);
          return (
            <div
              role="row"
              key={row.id}
              aria-rowindex={item.index + 2}
              ref={virtual.measureElement}
              data-index={item.index}
              className={phone ? css.card : css.row}
              style={{ position: 'absolute', insetInline: 0, transform: `translateY(${item.start}px)`, ...(phone ? {} : { gridTemplateColumns: template }) }}
            >
              {select && !phone && (
                <div role="cell" className={css.cell} data-over>
                  <Checkbox size="xs" aria-label={t`Select`} checked={row.getIsSelected()} onChange={() => row.toggleSelected()} />
                </div>
              )}
              {phone ? (
                <div role="cell">{card(row.original)}</div>
              ) : (
                row.getAllCells().map((cell) => (
                  <div role="cell" key={cell.id} className={css.cell}>
                    <table.FlexRender cell={cell} />
                  </div>
                ))
              )}
              {to && <a href={to} className={css.link} tabIndex={-1} aria-hidden="true" />}
            </div>
          );
        })}
      </div>
      {more && <div role="row"><div role="cell"><Skeleton h={phone ? heights.card : heights.row} radius={0} role="status" aria-label={t`Loading`} /></div></div>}
    </div>
  );
}
