import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';
import { readFilter } from './filter';

export const statistics = createRoute({ getParentRoute: () => shell, path: '/statistics', validateSearch: readFilter, component: screen('statistics', () => import('./Statistics'), 'Statistics') });
