import { useLingui } from '@lingui/react/macro';
import { IconReceipt } from '@tabler/icons-react';
import { Empty } from '../../ui/Empty';
import { Page } from '../../ui/Page';

/** Home is today at a glance. */
export function Home() {
  const { t } = useLingui();
  return (
    <Page title={t`Home`}>
      <Empty icon={IconReceipt} title={t`Orders of today are in the list of orders`} />
    </Page>
  );
}
