import { createRoute } from '@tanstack/react-router';
import { root, screen } from '../../app/root';

/** signIn are the ways in: by what a person knows or has, and by one-time links. */
export const signIn = [
  createRoute({ getParentRoute: () => root, path: '/sign-in', component: screen('signin', () => import('./SignIn'), 'SignIn') }),
  createRoute({ getParentRoute: () => root, path: '/first/$token', component: screen('signin', () => import('./First'), 'First') }),
  createRoute({ getParentRoute: () => root, path: '/invitation/$token', component: screen('signin', () => import('./Invitation'), 'Invitation') }),
  createRoute({ getParentRoute: () => root, path: '/reset/$token', component: screen('signin', () => import('./Reset'), 'Reset') }),
];
