import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';

/** readSearch reads the address of the list: what is searched for. */
export function readSearch(search: Record<string, unknown>): { search?: string } {
  const s = typeof search.search === 'number' ? String(search.search) : search.search;
  return typeof s === 'string' && s.trim() ? { search: s.trim().slice(0, 100) } : {};
}

export const customers = [
  createRoute({ getParentRoute: () => shell, path: '/customers', validateSearch: readSearch, component: screen('customers', () => import('./Customers'), 'Customers') }),
];
