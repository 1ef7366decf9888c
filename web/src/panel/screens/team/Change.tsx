import { Anchor, Group, Paper, Table, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { components } from '../../api/schema.gen';
import { When } from '../../ui/When';

interface Props {
  change: components['schemas']['Change'];
  who: string;
  narrow: (part: Record<string, string>) => void;
}

const shown = (v: unknown): string => (v === undefined || v === null || v === '' ? '—' : typeof v === 'string' ? v : JSON.stringify(v));

/** Change is one line of the log, with each field before and after. */
export function Change({ change, who, narrow }: Props) {
  const { t } = useLingui();
  const { before, after } = change;
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return (
    <Paper withBorder p="sm" radius="md" data-change>
      <Group justify="space-between" gap="xs">
        <Group gap="sm">
          <Anchor component="button" type="button" fw={600} py={4} onClick={() => narrow({ action: change.action })}>
            {change.action}
          </Anchor>
          <Anchor component="button" type="button" size="sm" py={4} onClick={() => narrow({ actor: change.actor_id })}>
            {who}
          </Anchor>
          {change.subject && (
            <Anchor component="button" type="button" size="sm" py={4} onClick={() => narrow({ subject: change.subject })}>
              {change.subject}
            </Anchor>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          <When at={change.at} />
        </Text>
      </Group>
      {fields.length > 0 && (
        <Table fz="sm" layout="fixed" withRowBorders={false} verticalSpacing={4} mt={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t`Field`}</Table.Th>
              <Table.Th>{t`Before`}</Table.Th>
              <Table.Th>{t`After`}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {fields.map((f) => (
              <Table.Tr key={f}>
                <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
                  {f}
                </Table.Th>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{shown(before[f])}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{shown(after[f])}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
