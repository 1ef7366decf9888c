import { createRoute } from '@tanstack/react-router';
import { shell } from '../../app/root';
import { area } from '../settings/route';

export const staffChat = createRoute({ getParentRoute: () => shell, path: '/settings/staff', component: area('staffchat', () => import('./StaffChat'), 'StaffChat') });
