import { Paper, Stack } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Page } from '../../ui/Page';
import { DraftForm } from './DraftForm';
import { readNew } from './route';
import { Who } from './Who';

/** New makes a draft for a contact: it binds nobody until it is placed. */
export function New() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { contact_id } = readNew(useSearch({ strict: false }));
  return (
    <Page title={t`New order`}>
      <Paper withBorder p="md" maw={720}>
        <Stack>
          <Who id={contact_id} choose={(id) => void navigate({ to: '/orders/new', search: id ? { contact_id: id } : {}, replace: true })} />
          <DraftForm contact={contact_id} made={(o) => void navigate({ to: '/orders/$id', params: { id: o.id } })} />
        </Stack>
      </Paper>
    </Page>
  );
}
