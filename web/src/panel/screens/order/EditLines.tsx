import { ActionIcon, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { text, type Order } from './data';
import type { Typed } from './edit';

interface Props {
  order: Pick<Order, 'lines'>;
  typed: Typed;
  change: (typed: Typed) => void;
}

/** EditLines are the goods of an edit: how many, and what is taken out. */
export function EditLines({ order, typed, change }: Props) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale;
  const added = (id: string, quantity: number) =>
    change({ ...typed, added: typed.added.flatMap((a) => (a.choice.variant_id !== id ? [a] : quantity > 0 ? [{ ...a, quantity }] : [])) });
  const rows = [
    ...(order.lines ?? []).map((l) => ({
      key: String(l.line),
      title: [text(l.title, lang), ...(l.options ?? []).map((o) => text(o.value, lang))].join(', '),
      count: typed.quantity[l.line] ?? l.quantity,
      set: (n: number) => change({ ...typed, quantity: { ...typed.quantity, [l.line]: n } }),
      back: l.quantity,
    })),
    ...typed.added.map((a) => ({
      key: a.choice.variant_id,
      title: [text(a.choice.title, lang), text(a.choice.options, lang)].filter(Boolean).join(', '),
      count: a.quantity,
      set: (n: number) => added(a.choice.variant_id, n),
      back: 0,
    })),
  ];
  return (
    <Stack gap="xs">
      {rows.map((r) => (
        <Group key={r.key} wrap="nowrap" gap="xs">
          <Text size="sm" flex={1} {...(r.count === 0 ? { td: 'line-through', c: 'dimmed' } : {})}>
            {r.title}
          </Text>
          <NumberInput
            aria-label={t`How many: ${r.title}`}
            w={84}
            min={0}
            max={9999}
            allowDecimal={false}
            value={r.count}
            onChange={(n) => r.set(Number(n) || 0)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={r.count === 0 ? t`Put back: ${r.title}` : t`Take out: ${r.title}`}
            onClick={() => r.set(r.count === 0 ? r.back : 0)}
          >
            {r.count === 0 ? <IconArrowBackUp size={18} aria-hidden /> : <IconTrash size={18} aria-hidden />}
          </ActionIcon>
        </Group>
      ))}
    </Stack>
  );
}
