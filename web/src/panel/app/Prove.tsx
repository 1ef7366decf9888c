import { Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { prover } from '../api/prove';
import { Sheet } from '../ui/Sheet';
import { SignInForm } from '../ui/SignInForm';
import { useMe } from './Guard';

/** Prove asks who makes a dangerous change to show that it is still them. */
export function Prove() {
  const { t } = useLingui();
  const { member } = useMe();
  const [answer, setAnswer] = useState<((shown: boolean) => void) | null>(null);
  useEffect(() => prover((a) => setAnswer(() => a)), []);
  const end = (shown: boolean) => {
    answer?.(shown);
    setAnswer(null);
  };
  return (
    <Sheet title={t`Is it still you?`} opened={answer !== null} close={() => end(false)}>
      <Stack>
        <Text c="dimmed">
          <Trans>This change is an important one, and you signed in a while ago.</Trans>
        </Text>
        <SignInForm signed={() => end(true)} of={member.email} />
      </Stack>
    </Sheet>
  );
}
