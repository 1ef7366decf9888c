import { Box, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Failed } from '../../ui/Failed';
import { Define } from './Define';
import { Download } from './Download';
import type { Filter, Report } from './filter';

interface Props<T> {
  title: string;
  about?: ReactNode;
  /** ids of the definitions of its numbers. */
  of: string[];
  report: Report;
  filter: Filter;
  read: { data: T | undefined; error: unknown; refetch: () => unknown };
  /** height is how high it stands while it is read, so that nothing jumps. */
  height: number;
  children: (data: T) => ReactNode;
}

/** Part is one report: its name, what its numbers are, the way to take it along. */
export function Part<T>({ title, about, of, report, filter, read, height, children }: Props<T>) {
  const { t } = useLingui();
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
          <Box>
            <Title order={2} size="h4">
              {title}
            </Title>
            {about && (
              <Text size="sm" c="dimmed">
                {about}
              </Text>
            )}
          </Box>
          <Group gap={0} wrap="nowrap" mt={-6} mr={-8}>
            <Define of={of} name={title} />
            <Download report={report} filter={filter} name={title} />
          </Group>
        </Group>
        {read.data ? children(read.data) : read.error ? <Failed error={read.error} again={() => void read.refetch()} /> : <Skeleton h={height} role="status" aria-label={t`Loading`} />}
      </Stack>
    </Paper>
  );
}
