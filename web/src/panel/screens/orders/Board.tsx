import { Box, Skeleton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import css from './Board.module.css';
import { columnsOf, move, targets, type Column } from './board';
import { Lane } from './Lane';
import type { Filter, Order } from './filter';

/** Dragged is the card that is under way, and where it may be put down. */
export interface Dragged {
  order: Order;
  to: string[];
}

/** Board shows orders by where they stand; a card moves only where the order can go. */
export function Board({ filter }: { filter: Filter }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const rules = useQuery({ queryKey: keys.orders.rules, queryFn: () => got(api.GET('/api/v1/order-rules')), staleTime: 60_000 });
  const [dragged, drag] = useState<Dragged | null>(null);
  const back = useMutation({
    mutationFn: (undo: () => Promise<unknown>) => undo(),
    onSettled: () => client.invalidateQueries({ queryKey: keys.orders.all }),
  });
  const act = useMutation({
    mutationFn: ({ order, to }: { order: Order; to: Column }) => move(order, to),
    onSuccess: (undo, { order }) => done(t`Order ${order.number} is moved`, undo ? { label: t`Undo`, run: () => back.mutate(undo) } : undefined),
    onSettled: () => client.invalidateQueries({ queryKey: keys.orders.all }),
  });
  if (rules.isPending) return <Skeleton flex={1} role="status" aria-label={t`Loading`} />;
  const columns = columnsOf(rules.data);
  return (
    <>
      <Refusal error={act.error ?? back.error ?? rules.error} />
      <Box className={css.board} role="region" aria-label={t`Board`} tabIndex={0}>
        {columns.map((c) => (
          <Lane
            key={c.key}
            column={c}
            filter={filter}
            moving={act.isPending ? act.variables.order.id : null}
            targets={(o) => targets(o, c, columns)}
            move={(order, to) => act.mutate({ order, to })}
            drag={drag}
            lands={dragged?.to.includes(c.key) ? () => act.mutate({ order: dragged.order, to: c }) : null}
          />
        ))}
      </Box>
    </>
  );
}
