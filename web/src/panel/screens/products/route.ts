import { createRoute } from '@tanstack/react-router';
import { screen, shell } from '../../app/root';
import { readSearch } from './filter';

export const products = [
  createRoute({ getParentRoute: () => shell, path: '/products', validateSearch: readSearch, component: screen('products', () => import('./Products'), 'Products') }),
  createRoute({ getParentRoute: () => shell, path: '/products/import', component: screen('products', () => import('./Import'), 'Import') }),
  createRoute({ getParentRoute: () => shell, path: '/products/imports', component: screen('products', () => import('./Imports'), 'Imports') }),
  createRoute({ getParentRoute: () => shell, path: '/products/waits', component: screen('products', () => import('./Waits'), 'Waits') }),
];
