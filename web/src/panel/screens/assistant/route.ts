import { createRoute } from '@tanstack/react-router';
import { shell } from '../../app/root';
import { area } from '../settings/route';

const tabs = ['manner', 'model', 'limits', 'trial', 'told'] as const;
export type Tab = (typeof tabs)[number];

export const assistant = createRoute({
  getParentRoute: () => shell,
  path: '/settings/assistant',
  validateSearch: (search: Record<string, unknown>): { tab?: Tab } => {
    const tab = tabs.find((x) => x === search.tab);
    return tab ? { tab } : {};
  },
  component: area('assistant', () => import('./Assistant'), 'Assistant'),
});
