import { createRoute, type RouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { enter } from '../../app/i18n';
import { screen, shell } from '../../app/root';

/** shared loads a page of an order together with the words that it shares with the list. */
function shared<M extends Record<K, ComponentType>, K extends string>(load: () => Promise<M>, name: K): RouteComponent {
  return screen(
    'order',
    async () => {
      const [module] = await Promise.all([load(), enter('screens/orders')]);
      return module;
    },
    name,
  );
}

const text = (v: unknown): string | undefined => (typeof v === 'string' && v ? v : undefined);

/** readNew reads for whom a new order is to be. */
export function readNew(search: Record<string, unknown>): { contact_id?: string } {
  const id = text(search.contact_id);
  return id ? { contact_id: id } : {};
}

export const order = [
  createRoute({ getParentRoute: () => shell, path: '/orders/new', validateSearch: readNew, component: shared(() => import('./New'), 'New') }),
  createRoute({ getParentRoute: () => shell, path: '/orders/$id', component: shared(() => import('./Order'), 'Order') }),
  createRoute({ getParentRoute: () => shell, path: '/orders/$id/print', component: shared(() => import('./Print'), 'Print') }),
];
