import { Button, Group, Stack } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Trial } from '../assistant/Trial';
import type { StepProps } from './Name';

/** Try lets the owner talk to the shop as a customer would. */
export function Try({ done, busy }: StepProps) {
  const [talked, setTalked] = useState(false);
  return (
    <Stack>
      <Trial talked={() => setTalked(true)} />
      <Group>
        <Button loading={busy} disabled={!talked} onClick={done}>
          <Trans>It answers well, go on</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
