import { Button, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconChartBar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../app/Guard';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { Still } from '../../ui/Still';
import { Figures } from './Figures';
import { Begun } from './Begun';
import { Problems } from './Problems';

const refresh = 30_000; // ms

/** Home is today at a glance. */
export function Home() {
  const { t } = useLingui();
  const may = useMay('metrics:read');
  const today = useQuery({ queryKey: keys.today, queryFn: () => got(api.GET('/api/v1/today', {})), staleTime: 0, refetchInterval: refresh, enabled: may });
  if (today.error && !today.data) {
    return (
      <Page title={t`Home`}>
        <Failed error={today.error} again={() => void today.refetch()} />
      </Page>
    );
  }
  return (
    <Page
      title={t`Home`}
      actions={
        may && (
          <Button component={Link} to="/statistics" variant="default" leftSection={<IconChartBar size={16} aria-hidden />}>
            <Trans>Statistics</Trans>
          </Button>
        )
      }
    >
      <Still>
        <Stack gap="lg" maw={960}>
          <Begun />
          {today.data && <Figures today={today.data} />}
          {today.data && <Problems list={today.data.problems ?? []} />}
        </Stack>
      </Still>
    </Page>
  );
}
