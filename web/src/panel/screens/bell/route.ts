import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';

export const bell = createRoute({
  getParentRoute: () => shell,
  path: '/bell',
  validateSearch: (search: Record<string, unknown>): { unread?: true } => (search.unread === true ? { unread: true } : {}),
  component: screen('bell', () => import('./Bell'), 'Bell'),
});
