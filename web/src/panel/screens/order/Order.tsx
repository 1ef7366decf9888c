import { Alert, Anchor, Box, Skeleton, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useMay } from '../../app/Guard';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { Still } from '../../ui/Still';
import { Customer } from './Customer';
import { useOrder } from './data';
import { Head } from './Head';
import { Ledger } from './Ledger';
import { Lines } from './Lines';
import css from './Order.module.css';
import { Notices } from './Notices';
import { Parcels } from './Parcels';
import { Problems } from './Problems';
import { Returns } from './Returns';
import { Shortfalls } from './Shortfalls';
import { Stage } from './Stage';
import { Timeline } from './Timeline';

/** Order is the page of one order: what it is, what can be done now, what has happened. */
export function Order() {
  const { t } = useLingui();
  const { id = '' } = useParams({ strict: false });
  const read = useOrder(id);
  const money = useMay('payments:read');
  const notices = useMay('notices:read');
  const o = read.data;
  return (
    <Page title={o ? t`Order ${o.number}` : t`Order`} actions={o ? <Head order={o} /> : <Skeleton h={{ base: 44, sm: 36 }} w={300} />}>
      <Stack gap="sm">
        <Anchor component={Link} to="/orders" size="sm" className={css.back}>
          <IconArrowLeft size={16} aria-hidden /> <Trans>All orders</Trans>
        </Anchor>
        {!o && read.error ? (
          <Failed error={read.error} again={() => void read.refetch()} />
        ) : !o ? (
          <Skeleton h={480} role="status" aria-label={t`Loading`} />
        ) : (
          <Still>
            <Stack gap="sm">
              {o.lapsed_at && (
                <Alert color="orange" role="status">
                  <Trans>This order holds no goods any more: they may be sold to others.</Trans>
                </Alert>
              )}
              {money && <Problems id={o.id} />}
              <Shortfalls order={o} />
              <Box className={css.page}>
                <Stack gap="sm">
                  <Lines order={o} />
                  {money && <Ledger order={o} />}
                  <Parcels order={o} />
                  <Returns order={o} />
                </Stack>
                <Stack gap="sm">
                  <Customer order={o} />
                  <Stage order={o} />
                  <Timeline id={o.id} />
                  {notices && <Notices id={o.id} />}
                </Stack>
              </Box>
            </Stack>
          </Still>
        )}
      </Stack>
    </Page>
  );
}
