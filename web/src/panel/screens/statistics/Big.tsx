import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Big is a number that a report is about, with a line of what it is of. */
export function Big({ value, label, children }: { value: string; label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={24} lh={1.3} fw={650} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}
      </Text>
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </div>
  );
}
