import { createRoute, type RouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { enter } from '../../app/i18n';
import { screen, shell } from '../../app/root';

/** area loads a page of settings together with the words of the rooms that it shares parts with. */
export function area<M extends Record<K, ComponentType>, K extends string>(folder: string, load: () => Promise<M>, name: K, shared: string[] = ['settings']): RouteComponent {
  return screen(
    folder,
    async () => {
      const [module] = await Promise.all([load(), ...shared.map((room) => enter(`screens/${room}`))]);
      return module;
    },
    name,
  );
}

const group = () => import('./Group');

export const settings = [
  createRoute({ getParentRoute: () => shell, path: '/settings', component: area('settings', () => import('./Settings'), 'Settings') }),
  createRoute({ getParentRoute: () => shell, path: '/settings/shop', component: area('settings', group, 'Group') }),
  createRoute({ getParentRoute: () => shell, path: '/settings/orders', component: area('settings', group, 'Group') }),
  createRoute({ getParentRoute: () => shell, path: '/settings/ratings', component: area('settings', group, 'Group') }),
  createRoute({ getParentRoute: () => shell, path: '/settings/look', component: area('settings', () => import('./Look'), 'Look') }),
  createRoute({ getParentRoute: () => shell, path: '/settings/history', component: area('settings', () => import('./History'), 'History') }),
];
