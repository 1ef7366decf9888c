import { createRoute } from '@tanstack/react-router';
import { shell } from '../../app/root';
import { area } from '../settings/route';

export const guide = createRoute({
  getParentRoute: () => shell,
  path: '/guide',
  component: area('guide', () => import('./Guide'), 'Guide', ['settings', 'channels', 'assistant']),
});
