import { createRootRoute, createRoute, lazyRouteComponent, Outlet, type RouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { enter } from './i18n';
import { Guard } from './Guard';

/** root holds what needs no sign-in; shell is everything else, in the frame with the menu. */
export const root = createRootRoute({ component: Outlet });
export const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Guard });

/** screen loads a screen's code and its texts, when it is first opened. */
export function screen<M extends Record<K, ComponentType>, K extends string>(folder: string, load: () => Promise<M>, name: K) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), enter(`screens/${folder}`)]);
    return module as Record<string, never>;
  }, name as never) as unknown as RouteComponent;
}
