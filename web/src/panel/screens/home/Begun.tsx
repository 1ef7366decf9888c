import { Button, Group, Paper, Text } from '@mantine/core';
import { Plural, Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';

/** Begun leads back to the first steps, while they are not over. */
export function Begun() {
  const may = useMay('settings:write');
  const guide = useQuery({ queryKey: keys.guide, queryFn: () => got(api.GET('/api/v1/guide')), enabled: may, staleTime: 60_000 });
  if (!guide.data || guide.data.finished) return null;
  const left = (guide.data.steps ?? []).filter((s) => s.state === '').length;
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>
            <Trans>The shop is not set up yet</Trans>
          </Text>
          <Text size="sm" c="dimmed">
            <Plural value={left} one="# step is left, a few minutes" few="# steps are left, a few minutes" other="# steps are left, a few minutes" />
          </Text>
        </div>
        <Button component={Link} to="/guide" mih={44}>
          <Trans>Go on</Trans>
        </Button>
      </Group>
    </Paper>
  );
}
