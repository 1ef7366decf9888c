import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';

interface Props {
  /** label says what it is. */
  label: string;
  value: string;
  /** note tells what it is for, and how long it is good. */
  note?: string;
}

/** Once is a secret that is shown this once: to copy, and to keep elsewhere. */
export function Once({ label, value, note }: Props) {
  const { t } = useLingui();
  return (
    <Alert color="yellow" icon={<IconKey aria-hidden />} title={label}>
      <Stack gap="xs">
        <Text size="sm">{note ?? t`It is shown only now. Keep it where nobody else looks.`}</Text>
        <Code block tabIndex={0} fz="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} aria-label={label}>
          {value}
        </Code>
        <Group>
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy} leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}>
                {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Alert>
  );
}
