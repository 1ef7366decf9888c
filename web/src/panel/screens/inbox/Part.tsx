import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './Inbox.module.css';

/** Part is a titled piece of the customer's side. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.part}>
      <Title order={3} size="h6">
        {title}
      </Title>
      {children}
    </section>
  );
}
