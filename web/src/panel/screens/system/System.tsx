import { Stack } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../app/Guard';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { Still } from '../../ui/Still';
import { Checks } from './Checks';
import { state } from './data';
import { Faults } from './Faults';
import { Letters } from './Letters';
import { Queue } from './Queue';
import { Timings } from './Timings';

/** System is what the shop runs on: whether it keeps up, what failed and why, what it costs. */
export function System() {
  const { t } = useLingui();
  const sets = useMay('settings:read');
  const now = useQuery(state);
  return (
    <Page title={t`System`}>
      {now.error && !now.data ? (
        <Failed error={now.error} again={() => void now.refetch()} />
      ) : (
        <Still>
          <Stack gap="xl" maw={960}>
            {now.data && <Queue state={now.data} />}
            <Letters />
            {now.data && <Faults list={now.data.faults ?? []} />}
            <Timings />
            {sets && <Checks />}
          </Stack>
        </Still>
      )}
    </Page>
  );
}
