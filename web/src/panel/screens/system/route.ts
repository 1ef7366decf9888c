import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';

export const system = createRoute({ getParentRoute: () => shell, path: '/system', component: screen('system', () => import('./System'), 'System') });
