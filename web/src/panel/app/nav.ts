import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { IconActivity, IconBox, IconChartBar, IconHome, IconMessages, IconPlug, IconReceipt, IconSettings, IconUsers, IconUsersGroup, type Icon } from '@tabler/icons-react';

export interface Place {
  to: string;
  label: MessageDescriptor;
  icon: Icon;
  /** scope is what a person needs to see it. */
  scope?: string;
  /** counts what waits for a person there. */
  counts?: true;
}

/** nav is the menu, in its order; on a phone the first five stand below the page, the others in the menu of the person. */
export const nav: Place[] = [
  { to: '/', label: msg`Home`, icon: IconHome },
  { to: '/inbox', label: msg`Inbox`, icon: IconMessages, scope: 'conversations:read', counts: true },
  { to: '/orders', label: msg`Orders`, icon: IconReceipt, scope: 'orders:read' },
  { to: '/products', label: msg`Products`, icon: IconBox, scope: 'catalog:read' },
  { to: '/customers', label: msg`Customers`, icon: IconUsers, scope: 'contacts:read' },
  { to: '/statistics', label: msg`Statistics`, icon: IconChartBar, scope: 'metrics:read' },
  { to: '/system', label: msg`System`, icon: IconActivity, scope: 'metrics:read' },
  { to: '/settings', label: msg`Settings`, icon: IconSettings, scope: 'settings:read' },
  { to: '/team', label: msg`Team`, icon: IconUsersGroup, scope: 'staff:read' },
  { to: '/keys', label: msg`Programs`, icon: IconPlug, scope: 'secrets:write' },
];
