import { Badge, Group, Stack, Text } from '@mantine/core';
import { Plural, useLingui } from '@lingui/react/macro';
import { Money } from '../../ui/Money';
import { When } from '../../ui/When';
import { channels, type Line } from './words';

/** useName says how a customer is called: by their name, else by that on a channel. */
export function useName(): (c: Pick<Line, 'name' | 'handles'>) => string {
  const { t } = useLingui();
  return (c) => c.name || (c.handles ?? []).map((h) => h.username && `@${h.username}`).find(Boolean) || t`Visitor`;
}

/** Labels are those of a customer's conversations. */
export function Labels({ of }: { of: string[] | null }) {
  return (
    <>
      {(of ?? []).map((l) => (
        <Badge key={l} variant="default" tt="none" fw={500}>
          {l}
        </Badge>
      ))}
    </>
  );
}

/** useWhere says on which channels a customer is. */
export function useWhere(): (c: Line) => string {
  const { i18n } = useLingui();
  return (c) => [...new Set((c.handles ?? []).map((h) => (channels[h.channel] ? i18n._(channels[h.channel]!) : h.channel)))].join(', ');
}

/** Card is a customer of the list on a phone. */
export function Card({ c }: { c: Line }) {
  const name = useName();
  const where = useWhere();
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} truncate>
          {name(c)}
        </Text>
        {c.orders > 0 && <Money sum={c.spent} fw={600} />}
      </Group>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed" truncate>
          {[c.phone, where(c)].filter(Boolean).join(' · ')}
        </Text>
        <Text size="xs" c="dimmed" flex="none">
          <Plural value={c.orders} one="# order" other="# orders" /> · <When at={c.last_at ?? c.created_at} />
        </Text>
      </Group>
    </Stack>
  );
}
