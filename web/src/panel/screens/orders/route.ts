import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';
import { readFilter } from './filter';

export const orders = [
  createRoute({ getParentRoute: () => shell, path: '/orders', validateSearch: readFilter, component: screen('orders', () => import('./Orders'), 'Orders') }),
];
