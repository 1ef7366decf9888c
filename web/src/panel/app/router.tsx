import { createHashHistory, createRouter } from '@tanstack/react-router';
import { customer } from '../screens/customer/route';
import { customers } from '../screens/customers/route';
import { bell } from '../screens/bell/route';
import { assistant } from '../screens/assistant/route';
import { channels } from '../screens/channels/route';
import { comments } from '../screens/comments/route';
import { delivery } from '../screens/delivery/route';
import { guide } from '../screens/guide/route';
import { account } from '../screens/account/route';
import { home } from '../screens/home/route';
import { order } from '../screens/order/route';
import { conversations } from '../screens/inbox/route';
import { knowledge } from '../screens/knowledge/route';
import { notices } from '../screens/notices/route';
import { staffChat } from '../screens/staffchat/route';
import { orders } from '../screens/orders/route';
import { payments } from '../screens/payments/route';
import { product } from '../screens/product/route';
import { products } from '../screens/products/route';
import { promotions } from '../screens/promotions/route';
import { statistics } from '../screens/statistics/route';
import { settings } from '../screens/settings/route';
import { programs } from '../screens/keys/route';
import { system } from '../screens/system/route';
import { signIn } from '../screens/signin/route';
import { team } from '../screens/team/route';
import { root, shell } from './root';
import { Whole } from './Whole';

// Addresses stand behind the #: the page works on any host of files, and the secrets of
// one-time links reach no server's log.
export const router = createRouter({
  routeTree: root.addChildren([...signIn, shell.addChildren([home, bell, ...conversations, ...orders, ...order, ...customers, ...customer, ...settings, ...products, ...product, ...promotions, guide, channels, assistant, ...knowledge, notices, staffChat, ...delivery, payments, ...comments, ...account, ...team, ...programs, statistics, system])]),
  history: createHashHistory(),
  defaultPendingComponent: Whole,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
