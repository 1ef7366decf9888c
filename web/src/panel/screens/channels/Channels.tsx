import { Skeleton, Stack } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { Failed } from '../../ui/Failed';
import { Area } from '../settings/Area';
import { useChannels } from './data';
import { Instagram } from './Instagram';
import { Telegram } from './Telegram';
import { Webchat } from './Webchat';

/** Channels are the accounts that customers write to, one part for each messenger. */
export function Channels() {
  const { t } = useLingui();
  const all = useChannels();
  const list = all.data?.items ?? [];
  return (
    <Area title={t`Channels`}>
      {all.error && !all.data && <Failed error={all.error} again={() => void all.refetch()} />}
      {all.isPending && <Skeleton h={500} role="status" aria-label={t`Loading`} />}
      {all.data && (
        <Stack gap="md">
          <Telegram bots={list.filter((c) => c.channel === 'telegram')} />
          <Instagram accounts={list.filter((c) => c.channel === 'instagram')} ways={all.data.ways ?? []} />
          <Webchat />
        </Stack>
      )}
    </Area>
  );
}
