import { List } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { text, type Order } from './data';

/** Pieces are some pieces of some lines of an order, in words. */
export function Pieces({ of, order }: { of: { line: number; quantity: number }[]; order: Order }) {
  const { i18n } = useLingui();
  const lines = new Map((order.lines ?? []).map((l) => [l.line, l]));
  return (
    <List size="sm" mt={4}>
      {of.map((p) => (
        <List.Item key={p.line}>
          {text(lines.get(p.line)?.title, i18n.locale) || `№ ${p.line}`} × {p.quantity}
        </List.Item>
      ))}
    </List>
  );
}
