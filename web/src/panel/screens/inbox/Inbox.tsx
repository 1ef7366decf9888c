import { Box, VisuallyHidden } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Outlet, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTitle } from '../../ui/title';
import { readFilter } from './filter';
import { Help } from './Help';
import css from './Inbox.module.css';
import { List } from './List';
import { Spoken } from './Spoken';
import { useChanges, useConversations } from './useInbox';
import { useKeys } from './useKeys';

/** Inbox is all conversations: the list, the one that is open, the customer; on a phone one of them. */
export function Inbox() {
  const { t } = useLingui();
  useTitle(t`Inbox`);
  const { id } = useParams({ strict: false });
  const search = useSearch({ strict: false });
  const filter = useMemo(() => readFilter(search), [search]);
  const list = useConversations(filter);
  useChanges(filter);
  const { help, setHelp } = useKeys(filter, list.items ?? [], id);
  return (
    <Box className={css.inbox} data-open={id ? true : undefined}>
      <VisuallyHidden component="h1">
        <Trans>Inbox</Trans>
      </VisuallyHidden>
      <List filter={filter} list={list} open={id} help={() => setHelp(true)} />
      <Box className={css.opened}>
        <Outlet />
      </Box>
      <Spoken key={JSON.stringify(filter)} items={list.items ?? []} />
      <Help opened={help} close={() => setHelp(false)} />
    </Box>
  );
}
