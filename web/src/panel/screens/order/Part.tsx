import { Group, Paper, Skeleton, Stack, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refusal } from '../../ui/Refusal';

interface Props {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

/** Part is one part of an order's page. */
export function Part({ title, action, children }: Props) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs" mih={36}>
          <Title order={2} size="h5">
            {title}
          </Title>
          {action && <Group gap="xs">{action}</Group>}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}

/** Read shows what was read, or that it is on its way, or why it could not be read. */
export function Read<T>({ of, height = 60, children }: { of: UseQueryResult<T>; height?: number; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.error) return <Refusal error={of.error} />;
  return <Skeleton h={height} />;
}
