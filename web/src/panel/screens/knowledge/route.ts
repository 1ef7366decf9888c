import { createRoute } from '@tanstack/react-router';
import { shell } from '../../app/root';
import { area } from '../settings/route';

const edit = () => import('./Edit');

export const knowledge = [
  createRoute({
    getParentRoute: () => shell,
    path: '/settings/knowledge',
    validateSearch: (search: Record<string, unknown>): { q?: string } => (typeof search.q === 'string' && search.q ? { q: search.q } : {}),
    component: area('knowledge', () => import('./Knowledge'), 'Knowledge'),
  }),
  createRoute({ getParentRoute: () => shell, path: '/settings/knowledge/$id', component: area('knowledge', edit, 'Edit') }),
];
