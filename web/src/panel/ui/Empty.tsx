import { Center, Stack, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props {
  icon: Icon;
  title: ReactNode;
  /** what to do now, in a sentence. */
  children?: ReactNode;
  action?: ReactNode;
}

/** Empty stands where a list has nothing, and says what to do. */
export function Empty({ icon: Sign, title, children, action }: Props) {
  return (
    <Center mih={240} p="md">
      <Stack align="center" gap="xs" maw={440} ta="center">
        <Sign size={40} stroke={1.3} aria-hidden />
        <Text fw={600}>{title}</Text>
        {children && <Text c="dimmed">{children}</Text>}
        {action}
      </Stack>
    </Center>
  );
}
