import { Anchor, Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { plain } from '../../../chat/markup';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { useList } from '../../ui/useList';
import { When } from '../../ui/When';
import { events } from './words';

/** Unreached is what somebody should have been told and was not. */
export function Unreached() {
  const { t, i18n } = useLingui();
  const list = useList(keys.unreached, (cursor) => got(api.GET('/api/v1/notices/unreached', { params: { query: cursor ? { cursor } : {} } })));
  if (list.isPending) return <Skeleton h={200} role="status" aria-label={t`Loading`} />;
  if (list.error && list.rows.length === 0) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (list.rows.length === 0) {
    return (
      <Empty icon={IconCircleCheck} title={t`Everybody was told`}>
        {t`Notices that reach nobody come here, to write or to call.`}
      </Empty>
    );
  }
  return (
    <Stack gap="xs">
      {list.rows.map((n) => (
        <Paper withBorder p="sm" key={n.id}>
          <Group gap="xs">
            <Text size="sm" c="dimmed">
              {[events[n.event] ? i18n._(events[n.event]!) : n.event, n.reason].filter(Boolean).join(' · ')} · <When at={n.created_at} />
            </Text>
          </Group>
          <Text lineClamp={3}>{plain(n.body)}</Text>
          {n.order_id && (
            <Anchor component={Link} to={`/orders/${n.order_id}`} size="sm">
              <Trans>Open the order</Trans>
            </Anchor>
          )}
        </Paper>
      ))}
      {list.more && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={list.more}>
          <Trans>Older ones</Trans>
        </Button>
      )}
    </Stack>
  );
}
