import { createRoute } from '@tanstack/react-router';
import { shell } from '../../app/root';
import { area } from '../settings/route';

export const delivery = createRoute({
  getParentRoute: () => shell,
  path: '/settings/delivery',
  component: area('delivery', () => import('./Delivery'), 'Delivery'),
});
