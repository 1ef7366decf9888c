import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCircleCheck } from '@tabler/icons-react';
import type { components } from '../../api/schema.gen';
import { Place } from './Place';
import { troubles } from './words';

type Problem = components['schemas']['TodayProblem'];

/** Problems are what needs a person, each with the way to where it is put right. */
export function Problems({ list }: { list: Problem[] }) {
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h5">
        <Trans>Needs attention</Trans>
      </Title>
      {list.length === 0 && (
        <Group gap="xs" c="dimmed">
          <IconCircleCheck size={20} stroke={1.6} aria-hidden />
          <Text>
            <Trans>Nothing. The shop is running by itself.</Trans>
          </Text>
        </Group>
      )}
      {list.map((p) => (
        <Row key={p.kind} problem={p} />
      ))}
    </Stack>
  );
}

function Row({ problem }: { problem: Problem }) {
  const { i18n } = useLingui();
  const known = troubles[problem.kind];
  return (
    <Place to={known?.to ?? ''}>
      <Paper withBorder p="sm">
        <Group justify="space-between" wrap="nowrap">
          <div>
            <Text fw={550}>{known ? i18n._(known.label) : problem.kind}</Text>
            {known && (
              <Text size="sm" c="dimmed">
                {i18n._(known.advice)}
              </Text>
            )}
          </div>
          <Text fz={22} fw={650} style={{ fontVariantNumeric: 'tabular-nums' }}>
            {problem.n}
          </Text>
        </Group>
      </Paper>
    </Place>
  );
}
