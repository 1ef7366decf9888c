import { createRoute } from '@tanstack/react-router';
import { enter } from '../../app/i18n';
import { screen, shell } from '../../app/root';

// What both screens say of a product stands in the list's catalogs.
const load = () => Promise.all([import('./Product'), enter('screens/products')]).then(([module]) => module);
const component = screen('product', load, 'Product');

export const product = [
  createRoute({ getParentRoute: () => shell, path: '/products/new', component }),
  createRoute({ getParentRoute: () => shell, path: '/products/$id', component }),
];
