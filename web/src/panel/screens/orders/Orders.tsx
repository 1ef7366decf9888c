import { Button, SegmentedControl } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '../../app/Guard';
import { Page } from '../../ui/Page';
import { Board } from './Board';
import { Export } from './Export';
import { readFilter, readView, type View } from './filter';
import { List } from './List';
import { Stuck } from './Stuck';
import { Tools } from './Tools';

/** Orders are all orders, newest first, by filters that stand in the address: a list, a board, or what is wrong with money. */
export function Orders() {
  const { t } = useLingui();
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const filter = readFilter(search);
  const view = readView(search);
  const navigate = useNavigate();
  const write = useMay('orders:write');
  const show = (v: View) => void navigate({ to: '/orders', search: { ...filter, ...(v === 'list' ? {} : { view: v }) }, replace: true });
  return (
    <Page
      title={t`Orders`}
      whole
      tools={<Tools filter={filter} view={view} />}
      actions={
        <>
          {view !== 'money' && (
            <>
              <SegmentedControl
                aria-label={t`How to show them`}
                value={view}
                onChange={(v) => show(v as View)}
                data={[
                  { value: 'list', label: t`List` },
                  { value: 'board', label: t`Board` },
                ]}
              />
              <Export filter={filter} />
            </>
          )}
          {write && (
            <Button component={Link} to="/orders/new" leftSection={<IconPlus size={16} aria-hidden />}>
              <Trans>New order</Trans>
            </Button>
          )}
        </>
      }
    >
      {view === 'money' ? <Stuck /> : view === 'board' ? <Board filter={filter} /> : <List filter={filter} />}
    </Page>
  );
}
