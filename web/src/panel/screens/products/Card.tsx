import { Group, Stack, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { Picture } from '../../ui/Picture';
import { Status } from '../../ui/Status';
import { Price, Stock } from './columns';
import { name, type Row } from './filter';
import { status } from './words';

/** Card is a product of the list on a phone. */
export function Card({ row }: { row: Row }) {
  const { i18n } = useLingui();
  return (
    <Group wrap="nowrap" gap="sm">
      <Picture url={row.image} size={60} />
      <Stack gap={4} flex={1} miw={0}>
        <Text component="a" href={`#/products/${row.id}`} fw={600} truncate c="inherit">
          {name(row.title, i18n.locale)}
        </Text>
        <Group justify="space-between" gap="xs">
          <Price row={row} />
          <Text size="sm">
            <Stock row={row} />
          </Text>
          {row.status !== 'active' && <Status word={row.status} of={status} />}
        </Group>
      </Stack>
    </Group>
  );
}
