import { Group, NumberInput, Stack, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { text, type Order } from './data';

interface Props {
  order: Order;
  /** most pieces by line. */
  most: Map<number, number>;
  value: Record<number, number>;
  change: (value: Record<number, number>) => void;
}

/** Some picks pieces of the lines of an order. */
export function Some({ order, most, value, change }: Props) {
  const { i18n } = useLingui();
  return (
    <Stack gap="xs">
      {(order.lines ?? [])
        .filter((l) => (most.get(l.line) ?? 0) > 0)
        .map((l) => {
          const title = text(l.title, i18n.locale);
          return (
            <Group key={l.line} justify="space-between" wrap="nowrap">
              <Text size="sm">{title}</Text>
              <NumberInput
                aria-label={title}
                w={90}
                min={0}
                max={most.get(l.line) ?? 0}
                allowDecimal={false}
                clampBehavior="strict"
                value={value[l.line] ?? 0}
                onChange={(n) => change({ ...value, [l.line]: Number(n) || 0 })}
              />
            </Group>
          );
        })}
    </Stack>
  );
}

/** picked are the pieces as the API takes them. */
export function picked(value: Record<number, number>): { line: number; quantity: number }[] {
  return Object.entries(value)
    .filter(([, n]) => n > 0)
    .map(([line, quantity]) => ({ line: Number(line), quantity }));
}
