import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';

export const home = createRoute({ getParentRoute: () => shell, path: '/', component: screen('home', () => import('./Home'), 'Home') });
