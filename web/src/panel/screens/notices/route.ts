import { createRoute } from '@tanstack/react-router';
import { shell } from '../../app/root';
import { area } from '../settings/route';

const tabs = ['texts', 'hours', 'unreached'] as const;
export type Tab = (typeof tabs)[number];

export const notices = createRoute({
  getParentRoute: () => shell,
  path: '/settings/notices',
  validateSearch: (search: Record<string, unknown>): { tab?: Tab } => {
    const tab = tabs.find((x) => x === search.tab);
    return tab ? { tab } : {};
  },
  component: area('notices', () => import('./Notices'), 'Notices'),
});
