import { Button, Divider, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Once } from '../../ui/Once';
import { Refusal } from '../../ui/Refusal';
import { notice, type Account } from './data';

/** Notice is the address that the service posts to; it opens a door, so it is shown on demand. */
export function Notice({ account: a }: { account: Account }) {
  const { t } = useLingui();
  const show = useMutation({ mutationFn: () => notice(a.id) });
  return (
    <Stack gap="xs">
      <Divider label={<Trans>Notices from the service</Trans>} labelPosition="left" />
      <Text size="sm" c="dimmed">
        <Trans>Paste this address into the service’s account: then the shop knows of a payment at once. Without it the shop asks by itself, a little later.</Trans>
      </Text>
      <Refusal error={show.error} />
      {show.data?.url && <Once label={t`Address for notices`} value={show.data.url} note={t`Whoever knows it may post to it: give it to the service only.`} />}
      {show.data && !show.data.url && (
        <Text size="sm">
          <Trans>The shop has no public address yet: set PUBLIC_URL on the server.</Trans>
        </Text>
      )}
      {!show.data && (
        <Button variant="default" loading={show.isPending} style={{ alignSelf: 'flex-start' }} onClick={() => show.mutate()}>
          <Trans>Show the address</Trans>
        </Button>
      )}
    </Stack>
  );
}
