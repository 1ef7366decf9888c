import { Center, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Language } from '../../app/Language';

/** Door is the page around every way in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Center mih="100dvh" p="md" bg="var(--panel-paper)" component="main">
      <Stack w="100%" maw={400} gap="lg">
        <Text ta="center" fw={700} c="counter" size="xl">
          Prilavok
        </Text>
        <Paper withBorder p="lg" radius="lg">
          <Stack>
            <Title order={1} size="h3">
              {title}
            </Title>
            {children}
          </Stack>
        </Paper>
        <Center>
          <Language />
        </Center>
      </Stack>
    </Center>
  );
}
