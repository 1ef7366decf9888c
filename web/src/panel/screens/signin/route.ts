import { createRoute } from '@tanstack/react-router';
import { root, screen } from '../../app/root';

/** signIn are the ways in: by password, and by the one-time links of a first run and of an invitation. */
export const signIn = [
  createRoute({ getParentRoute: () => root, path: '/sign-in', component: screen('signin', () => import('./SignIn'), 'SignIn') }),
  createRoute({ getParentRoute: () => root, path: '/first/$token', component: screen('signin', () => import('./First'), 'First') }),
];
