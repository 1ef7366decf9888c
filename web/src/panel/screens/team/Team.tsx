import { Button, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../app/Guard';
import { Page } from '../../ui/Page';
import { Still } from '../../ui/Still';
import { Invitations } from './Invitations';
import { Members } from './Members';
import { Roles } from './Roles';

/** Team is who works in the shop, who is asked to, and what each role may do. */
export function Team() {
  const { t } = useLingui();
  const write = useMay('staff:write');
  const log = useMay('audit:read');
  return (
    <Page
      title={t`Team`}
      actions={
        log && (
          <Button variant="default" component={Link} to="/team/changes" leftSection={<IconHistory size={16} aria-hidden />}>
            <Trans>Log of changes</Trans>
          </Button>
        )
      }
    >
      <Still>
        <Stack maw={860} gap="md">
          <Members />
          {write && <Invitations />}
          <Roles />
        </Stack>
      </Still>
    </Page>
  );
}
