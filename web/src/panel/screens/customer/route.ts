import { createRoute } from '@tanstack/react-router';
import { enter } from '../../app/i18n';
import { screen, shell } from '../../app/root';

// The page shares words with the lists of customers and of orders.
const page = async () => {
  const [module] = await Promise.all([import('./Customer'), ...['screens/customers', 'screens/orders', 'screens/order'].map(enter)]);
  return module as typeof import('./Customer');
};

export const customer = [createRoute({ getParentRoute: () => shell, path: '/customers/$id', component: screen('customer', page, 'Customer') })];
