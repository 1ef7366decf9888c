import { createRoute } from '@tanstack/react-router';
import { enter } from '../../app/i18n';
import { screen, shell } from '../../app/root';

// Names of categories are drawn as the list of products does.
const load = () => Promise.all([import('./Promotions'), enter('screens/products')]).then(([module]) => module);

export const promotions = [createRoute({ getParentRoute: () => shell, path: '/promotions', component: screen('promotions', load, 'Promotions') })];
