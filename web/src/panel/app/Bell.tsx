import { Indicator, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { Plural, Trans } from '@lingui/react/macro';
import { IconBell } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api, got } from '../api/client';
import { keys } from '../api/keys';
import { live } from '../api/live';
import { counted } from '../ui/title';
import css from './Shell.module.css';

/** Bell is how much the person has not read, and the way there; it counts as things happen. */
export function Bell() {
  const client = useQueryClient();
  const here = useLocation().pathname === '/bell';
  const count = useQuery({ queryKey: keys.bell.count, queryFn: () => got(api.GET('/api/v1/bell/count')) });
  const n = count.data?.unread ?? 0;
  useEffect(
    () =>
      live.hear((heard) => {
        if (!heard || heard.some((c) => c.kind === 'bell')) void client.invalidateQueries({ queryKey: keys.bell.all });
      }),
    [client],
  );
  return (
    <UnstyledButton component={Link} to="/bell" className={css.account} aria-current={here ? 'page' : undefined} data-bell={n}>
      <Indicator label={<span aria-hidden>{counted(n)}</span>} size={16} disabled={!n} offset={3}>
        <IconBell size={22} stroke={1.7} aria-hidden />
      </Indicator>
      <VisuallyHidden>
        <Trans>What’s new</Trans>
        {n > 0 && (
          <>
            {', '}
            <Plural value={n} one="# not read" other="# not read" />
          </>
        )}
      </VisuallyHidden>
    </UnstyledButton>
  );
}
