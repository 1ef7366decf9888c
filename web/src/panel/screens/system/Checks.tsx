import { Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Failed } from '../../ui/Failed';
import { Status } from '../../ui/Status';
import { checks } from './data';
import { Part } from './Part';
import { checkStates } from './words';

/** Checks look at the installation as prilavok doctor does, each with how to mend it. */
export function Checks() {
  const { t } = useLingui();
  const found = useQuery(checks);
  return (
    <Part title={t`Health`} note={t`What prilavok doctor looks at, as far as a running server can.`}>
      {found.error && !found.data && <Failed error={found.error} again={() => void found.refetch()} />}
      {found.isPending && <Skeleton h={160} role="status" aria-label={t`Loading`} />}
      {found.data && !found.data.supported && (
        <Text>
          <Trans>The shop runs on Supabase, where these checks cannot be made. Run prilavok doctor on your own machine with the project's settings.</Trans>
        </Text>
      )}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {(found.data?.items ?? []).map((c) => (
          <Paper withBorder p="sm" component="li" key={c.name}>
            <Group justify="space-between" wrap="nowrap">
              <Text fw={550}>{c.title}</Text>
              <Status word={c.state} of={checkStates} />
            </Group>
            <Text size="sm">{c.detail}</Text>
            {c.mend && (
              <Text size="sm" c="dimmed">
                {c.mend}
              </Text>
            )}
          </Paper>
        ))}
      </Stack>
      {found.data?.supported && (
        <Button variant="default" mih={44} loading={found.isFetching} onClick={() => void found.refetch()}>
          <Trans>Check again</Trans>
        </Button>
      )}
    </Part>
  );
}
