import { Badge, Button, CloseButton, Group, ScrollArea, UnstyledButton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconFilter } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../app/Guard';
import { Search } from '../../ui/Search';
import { Filters } from './Filters';
import { readFilter, type Filter, type View } from './filter';
import { laneOf, lanes } from './lanes';
import css from './Tools.module.css';

/** Tools are the lanes and the filters; they write the address. */
export function Tools({ filter, view }: { filter: Filter; view: View }) {
  const { t, i18n } = useLingui();
  const { scopes } = useMe();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const go = (next: Filter, v: View) => void navigate({ to: '/orders', search: { ...next, ...(v === 'list' ? {} : { view: v }) }, replace: true });
  const set = (change: Record<string, unknown>) => go(readFilter({ ...filter, ...change }), view === 'money' ? 'list' : view);
  const here = laneOf(filter, view);
  const { search: _, ...rest } = filter;
  const count = Object.keys(rest).length;
  return (
    <>
      <ScrollArea type="never" mb="xs">
        <Group gap={6} wrap="nowrap" component="nav" {...{ 'aria-label': t`Quick filters` }}>
          {lanes
            .filter((l) => !l.scope || scopes.includes(l.scope))
            .map((l) => (
              <UnstyledButton
                key={l.key}
                className={css.lane}
                aria-current={here === l.key || undefined}
                onClick={() => go(l.filter, l.view ?? (view === 'money' ? 'list' : view))}
              >
                {i18n._(l.label)}
              </UnstyledButton>
            ))}
        </Group>
      </ScrollArea>
      {view !== 'money' && (
        <Group gap="xs">
          <Search value={filter.search ?? ''} change={(search) => set({ search })} label={t`Name, number or phone`} />
          <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />} rightSection={count > 0 && <Badge size="sm" circle>{count}</Badge>} onClick={() => setOpen(true)}>
            <Trans>Filters</Trans>
          </Button>
          {count > 0 && <CloseButton aria-label={t`Take all filters away`} onClick={() => go({}, view)} />}
        </Group>
      )}
      <Filters opened={open} close={() => setOpen(false)} filter={filter} set={set} />
    </>
  );
}
