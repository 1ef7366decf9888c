import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { When } from '../../ui/When';
import { test, usePaying, type Account } from './data';

/** Checked is what the last test of an account came to, and a new one. */
export function Checked({ account: a }: { account: Account }) {
  const { t } = useLingui();
  const may = useMay('settings:write');
  const again = usePaying(() => test(a.id));
  const c = a.checked;
  return (
    <Stack gap="xs" mt="xs">
      {c && (
        <Alert
          role={c.ok ? 'status' : 'alert'}
          color={c.ok ? 'green' : 'red'}
          icon={c.ok ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
          title={c.ok ? t`The service answers, and the keys are good` : c.why}
        >
          <Group gap="xs">
            {c.code && <Code>{c.code}</Code>}
            <Text size="sm">
              <When at={c.at} />
            </Text>
          </Group>
        </Alert>
      )}
      <Refusal error={again.error} />
      {may && (
        <Group>
          <Button variant="default" loading={again.isPending} onClick={() => again.mutate(undefined)}>
            <Trans>Test the connection</Trans>
          </Button>
        </Group>
      )}
    </Stack>
  );
}
