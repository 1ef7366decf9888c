import { createRoute } from '@tanstack/react-router';
import { shell } from '../../app/root';
import { area } from '../settings/route';

const method = () => import('./Method');

export const delivery = [
  createRoute({ getParentRoute: () => shell, path: '/settings/delivery', component: area('delivery', () => import('./Delivery'), 'Delivery') }),
  createRoute({ getParentRoute: () => shell, path: '/settings/delivery/$id', component: area('delivery', method, 'Method') }),
];
