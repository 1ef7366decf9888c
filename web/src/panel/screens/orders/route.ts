import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';
import { readSearch } from './filter';

export const orders = [
  createRoute({ getParentRoute: () => shell, path: '/orders', validateSearch: readSearch, component: screen('orders', () => import('./Orders'), 'Orders') }),
];
