import { createRoute } from '@tanstack/react-router';
import { shell } from '../../app/root';
import { area } from '../settings/route';

export const channels = createRoute({
  getParentRoute: () => shell,
  path: '/settings/channels',
  component: area('channels', () => import('./Channels'), 'Channels'),
});
