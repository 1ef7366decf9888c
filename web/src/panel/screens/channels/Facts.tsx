import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './Channels.module.css';

/** Facts are short lines of what is known, each with its name; those without a value are left out. */
export function Facts({ of }: { of: [label: string, value: ReactNode][] }) {
  const known = of.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return (
    <dl className={css.facts}>
      {known.map(([label, value]) => (
        <div key={label}>
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" size="sm" m={0}>
            {value}
          </Text>
        </div>
      ))}
    </dl>
  );
}
