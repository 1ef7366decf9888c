import { Stack } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useMay } from '../../app/Guard';
import { Page } from '../../ui/Page';
import { ApiKeys } from './ApiKeys';
import { Webhooks } from './Webhooks';

/** Keys are what connects other programs: API keys by which they come, webhooks by which they are told. */
export function Keys() {
  const { t } = useLingui();
  const hooks = useMay('webhooks');
  return (
    <Page title={t`Programs`}>
      <Stack maw={860} gap="md">
        <ApiKeys />
        {hooks && <Webhooks />}
      </Stack>
    </Page>
  );
}
