import { createRoute } from '@tanstack/react-router';
import { shell } from '../../app/root';
import { area } from '../settings/route';

export const payments = createRoute({
  getParentRoute: () => shell,
  path: '/settings/payments',
  component: area('payments', () => import('./Payments'), 'Payments'),
});
