import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';
import { readFilter } from './filter';

const inbox = createRoute({ getParentRoute: () => shell, path: '/inbox', validateSearch: readFilter, component: screen('inbox', () => import('./Inbox'), 'Inbox') });

/** The list stays while one conversation after the other is opened beside it. */
export const conversations = [
  inbox.addChildren([
    createRoute({ getParentRoute: () => inbox, path: '/', component: screen('inbox', () => import('./Nothing'), 'Nothing') }),
    createRoute({ getParentRoute: () => inbox, path: '$id', component: screen('inbox', () => import('./Opened'), 'Opened') }),
  ]),
];
