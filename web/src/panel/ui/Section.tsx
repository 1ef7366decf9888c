import { Box, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** what it is for, in a sentence. */
  about?: ReactNode;
  /** what can be done, at the right of the title. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** Section is a part of a page on paper of its own. */
export function Section({ title, about, actions, children }: Props) {
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between" gap="sm" align="flex-start">
          <Box flex="1 1 220px">
            <Title order={2} size="h4">
              {title}
            </Title>
            {about && (
              <Text size="sm" c="dimmed">
                {about}
              </Text>
            )}
          </Box>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
