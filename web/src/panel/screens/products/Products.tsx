import { Button, SegmentedControl } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '../../app/Guard';
import { Page } from '../../ui/Page';
import { readFilter, readView, type View } from './filter';
import { List } from './List';
import { More } from './More';
import { Tools } from './Tools';

/** Products are all goods of the shop by filters that stand in the address. */
export function Products() {
  const { t } = useLingui();
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const filter = readFilter(search);
  const view = readView(search);
  const navigate = useNavigate();
  const write = useMay('catalog:write');
  const show = (v: View) => void navigate({ to: '/products', search: { ...filter, ...(v === 'grid' ? { view: v } : {}) }, replace: true });
  return (
    <Page
      title={t`Products`}
      whole
      tools={<Tools filter={filter} view={view} />}
      actions={
        write && (
          <>
            <SegmentedControl
              aria-label={t`How to show them`}
              value={view}
              onChange={(v) => show(v as View)}
              data={[
                { value: 'list', label: t`List` },
                { value: 'grid', label: t`Edit cells` },
              ]}
            />
            <More />
            <Button component={Link} to="/products/new" leftSection={<IconPlus size={16} aria-hidden />}>
              <Trans>New product</Trans>
            </Button>
          </>
        )
      }
    >
      <List key={view} filter={filter} view={write ? view : 'list'} />
    </Page>
  );
}
