import { createRoute } from '@tanstack/react-router';
import { enter } from '../../app/i18n';
import { screen, shell } from '../../app/root';
import { readFilter } from './filter';

const inbox = createRoute({ getParentRoute: () => shell, path: '/inbox', validateSearch: readFilter, component: screen('inbox', () => import('./Inbox'), 'Inbox') });

/** opened shows orders beside the conversation, in the words of their list. */
const opened = () => Promise.all([import('./Opened'), enter('screens/orders')]).then(([m]) => m);

/** The list stays while one conversation after the other is opened beside it. */
export const conversations = [
  inbox.addChildren([
    createRoute({ getParentRoute: () => inbox, path: '/', component: screen('inbox', () => import('./Nothing'), 'Nothing') }),
    createRoute({ getParentRoute: () => inbox, path: '$id', component: screen('inbox', opened, 'Opened') }),
  ]),
];
