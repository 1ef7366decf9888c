import { Button, Center, Stack, Text } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconCloudOff } from '@tabler/icons-react';
import { useWords } from './Refusal';

/** Failed stands where something could not be read, with the way to try again. */
export function Failed({ error, again }: { error: unknown; again: () => void }) {
  const { title, advice } = useWords()(error);
  return (
    <Center mih={240} p="md" role="alert">
      <Stack align="center" gap="xs" maw={420} ta="center">
        <IconCloudOff size={36} stroke={1.4} aria-hidden />
        <Text fw={600}>{title}</Text>
        {advice && <Text c="dimmed">{advice}</Text>}
        <Button variant="light" onClick={again}>
          <Trans>Try again</Trans>
        </Button>
      </Stack>
    </Center>
  );
}
