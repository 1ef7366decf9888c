import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';

export const settings = [createRoute({ getParentRoute: () => shell, path: '/settings', component: screen('settings', () => import('./Settings'), 'Settings') })];
