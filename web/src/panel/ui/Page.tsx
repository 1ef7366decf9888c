import { Box, Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './Page.module.css';
import { useTitle } from './title';

interface Props {
  title: string;
  /** what can be done here, at the right of the title. */
  actions?: ReactNode;
  /** filters and the like, which stay in view. */
  tools?: ReactNode;
  /** whole: the content scrolls by itself and fills the height, as long lists do. */
  whole?: boolean;
  children: ReactNode;
}

/** Page is a screen: its title, its tools and what it shows. */
export function Page({ title, actions, tools, whole, children }: Props) {
  useTitle(title);
  return (
    <Box className={css.page} data-whole={whole || undefined}>
      <Group justify="space-between" gap="sm" className={css.head}>
        <Title order={1} size="h3">
          {title}
        </Title>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {tools && <div className={css.tools}>{tools}</div>}
      <div className={css.content}>{children}</div>
    </Box>
  );
}
