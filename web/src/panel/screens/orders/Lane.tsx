import { Button, Group, Skeleton, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMe } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { useList } from '../../ui/useList';
import css from './Board.module.css';
import type { Dragged } from './Board';
import { BoardCard } from './BoardCard';
import type { Column } from './board';
import { queryOf, type Filter, type Order } from './filter';

interface Props {
  column: Column;
  filter: Filter;
  moving: string | null;
  targets: (o: Order) => Column[];
  move: (o: Order, to: Column) => void;
  drag: (d: Dragged | null) => void;
  /** lands puts down what is dragged; null where it may not be put. */
  lands: (() => void) | null;
}

/** nameOf is what a column is called. */
export function useName() {
  const { i18n } = useLingui();
  return (c: Column): string => ('id' in c.title ? i18n._(c.title) : ((i18n.locale === 'en' ? c.title.en || c.title.ru : c.title.ru || c.title.en) ?? c.key));
}

/** Lane is a column of the board: its count, and its orders page by page. */
export function Lane({ column, filter, moving, targets, move, drag, lands }: Props) {
  const { t } = useLingui();
  const { zone } = useMe().shop;
  const name = useName()(column);
  const all = { ...filter, ...column.filter };
  const query = queryOf(all, zone);
  const count = useQuery({ queryKey: keys.orders.count({ ...all }), queryFn: () => got(api.GET('/api/v1/orders-count', { params: { query } })) });
  const list = useList(keys.orders.list({ ...all, lane: column.key }), (cursor) => got(api.GET('/api/v1/orders', { params: { query: { ...query, limit: 20, ...(cursor ? { cursor } : {}) } } })));
  return (
    <section
      className={css.lane}
      aria-label={name}
      data-lands={lands ? true : undefined}
      onDragOver={(e) => lands && e.preventDefault()}
      onDrop={(e) => (e.preventDefault(), lands?.(), drag(null))}
    >
      <Group justify="space-between" className={css.name}>
        <Text component="h2" size="sm" fw={650}>
          {name}
        </Text>
        <Text size="sm" c="dimmed" title={t`Orders here`}>
          {count.data && `${count.data.count}${count.data.more ? '+' : ''}`}
        </Text>
      </Group>
      <Refusal error={list.error} />
      <div className={css.cards}>
        {list.isPending && <Skeleton h={120} />}
        {list.rows.map((o) => {
          const to = targets(o);
          return (
            <div
              key={o.id}
              draggable={to.length > 0}
              onDragStart={(e) => (e.dataTransfer.setData('text/plain', o.number), drag({ order: o, to: to.map((c) => c.key) }))}
              onDragEnd={() => drag(null)}
              data-busy={moving === o.id || undefined}
              className={css.card}
            >
              <BoardCard order={o} to={to} move={(c) => move(o, c)} />
            </div>
          );
        })}
        {list.more && (
          <Button variant="subtle" size="compact-md" loading={list.isFetchingNextPage} onClick={list.more}>
            <Trans>Show more</Trans>
          </Button>
        )}
        {!list.isPending && list.rows.length === 0 && (
          <Text size="sm" c="dimmed" ta="center" py="md">
            <Trans>Empty</Trans>
          </Text>
        )}
      </div>
    </section>
  );
}
