import { Anchor, PinInput, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';

interface Props {
  value: string;
  change: (code: string) => void;
  /** whole is called once all six digits of the app stand there. */
  whole: (code: string) => void;
}

/** SecondStep asks for the code of the authenticator app, or for a recovery code in its stead. */
export function SecondStep({ value, change, whole }: Props) {
  const { t } = useLingui();
  const [recovery, setRecovery] = useState(false);
  const other = () => {
    setRecovery(!recovery);
    change('');
  };
  return (
    <Stack gap={6}>
      {recovery ? (
        <TextInput
          label={t`Recovery code`}
          description={t`One of those that you kept when you switched the second step on; each works once.`}
          placeholder="xxxx-xxxx-xxxx-xxxx"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus
          value={value}
          onChange={(e) => change(e.target.value)}
        />
      ) : (
        <>
          <Text size="sm" fw={500}>
            <Trans>Code from your authenticator app</Trans>
          </Text>
          <PinInput length={6} type="number" oneTimeCode autoFocus aria-label={t`Code from your authenticator app`} value={value} onChange={change} onComplete={whole} />
        </>
      )}
      <Anchor component="button" type="button" size="sm" ta="start" py={4} onClick={other}>
        {recovery ? <Trans>Use the code of the app</Trans> : <Trans>Use a recovery code</Trans>}
      </Anchor>
    </Stack>
  );
}
