import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';

export const programs = [
  createRoute({ getParentRoute: () => shell, path: '/keys', component: screen('keys', () => import('./Keys'), 'Keys') }),
  createRoute({ getParentRoute: () => shell, path: '/keys/webhooks/$id', component: screen('keys', () => import('./Deliveries'), 'Deliveries') }),
];
