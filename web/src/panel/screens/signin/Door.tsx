import { Center, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { prefer, type Lang } from '../../app/i18n';

/** Door is the page around every way in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const { t, i18n } = useLingui();
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
          <SegmentedControl
            size="xs"
            aria-label={t`Language`}
            value={i18n.locale}
            onChange={(v) => void prefer(v as Lang)}
            data={[
              { value: 'ru', label: 'Русский' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Center>
      </Stack>
    </Center>
  );
}
