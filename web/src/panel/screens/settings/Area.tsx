import { Anchor } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../ui/Page';
import css from './Settings.module.css';

/** Area is a page of settings, with the way back to all of them. */
export function Area({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <Page title={title} actions={actions}>
      <div className={css.area}>
        <Anchor component={Link} to="/settings" className={css.back} size="sm">
          <IconChevronLeft size={16} aria-hidden />
          <Trans>All settings</Trans>
        </Anchor>
        {children}
      </div>
    </Page>
  );
}
