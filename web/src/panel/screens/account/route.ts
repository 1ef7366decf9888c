import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';

export const account = [createRoute({ getParentRoute: () => shell, path: '/account', component: screen('account', () => import('./Account'), 'Account') })];
