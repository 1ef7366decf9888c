import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';
import { readFilter } from './filter';

export const team = [
  createRoute({ getParentRoute: () => shell, path: '/team', component: screen('team', () => import('./Team'), 'Team') }),
  createRoute({ getParentRoute: () => shell, path: '/team/changes', validateSearch: readFilter, component: screen('team', () => import('./Changes'), 'Changes') }),
];
