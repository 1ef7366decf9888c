// Nothing jumps while it loads: every room of the panel on a phone, and those that a desk lays out
// otherwise, opened anew over a network that makes each answer wait, moves nothing that somebody reads or is about to press. Chromium counts what moves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answered, checkout, fillCart, words } from './visitor.mjs';
import { call, looks, narrow, panel } from './panel.mjs';

const s = panel();

const rooms = [
  '/', '/account', '/bell', '/customers', '/guide', '/inbox', '/keys', '/orders', '/orders?view=board', '/orders/new', '/products', '/products/import', '/products/new', '/promotions', '/settings',
  '/settings/assistant', '/settings/channels', '/settings/comments', '/settings/delivery', '/settings/history', '/settings/knowledge', '/settings/look', '/settings/notices', '/settings/orders',
  '/settings/payments', '/settings/posts', '/settings/shop', '/settings/staff', '/statistics', '/system', '/team', '/team/changes',
];

/** wide are the rooms that a desk lays out otherwise; the others differ from a phone's in width alone. */
const wide = /^\/$|^\/(orders|inbox|customers|products|statistics|system|settings\/payments)\b/;

/** allowed is how much may move: a tenth of what browsers' makers call good. */
const allowed = 0.01;

/** watch counts what moves from a page's beginning on, but for what the person's own press moves. */
const watch = () => {
  window.moved = [];
  const part = ({ node, previousRect: a, currentRect: b }) => `${node?.nodeName} “${(node?.textContent ?? '').slice(0, 40)}” ${[a, b].map((r) => [r.x, r.y, r.width, r.height].map(Math.round).join(' ')).join(' → ')}`;
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) if (!e.hadRecentInput) window.moved.push({ value: e.value, parts: e.sources.map(part) });
  }).observe({ type: 'layout-shift', buffered: true });
};

/** quiet resolves when nothing has been asked for during some frames. */
async function quiet(page, pending) {
  for (let calm = 0; calm < 4; ) {
    await page.waitForTimeout(30);
    calm = pending.size === 0 ? calm + 1 : 0;
  }
}

let ordered = false;
for (const look of looks) {
  test(`panel-still-${look.shape}-${look.lang}-${look.scheme}: no room moves while it loads`, async () => {
    if (!ordered) {
      const { page, context } = await s.enter({ lang: 'ru' });
      await fillCart(page, words.ru, async () => {});
      await answered(page, () => page.getByRole('navigation').getByRole('button', { name: words.ru.cart }).click());
      await checkout(page, words.ru, async () => {}, /тестов/i);
      await context.close();
      ordered = true;
    }
    const { page, context } = await s.signIn(look);
    const one = async (path) => (await call(page, 'GET', path)).items[0].id;
    const all = [...rooms, `/orders/${await one('/orders')}`, `/products/${await one('/goods')}`, `/customers/${await one('/contacts')}`, `/inbox/${await one('/conversations')}`];
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 40, downloadThroughput: 2e6, uploadThroughput: 2e6 });
    await page.addInitScript(watch);
    const pending = new Set();
    page.on('request', (r) => !/\/stream/.test(r.url()) && pending.add(r));
    for (const ended of ['requestfinished', 'requestfailed']) page.on(ended, (r) => pending.delete(r));
    const bad = [];
    for (const room of all.filter((r) => look.shape === 'phone' || wide.test(r))) {
      await page.goto('about:blank');
      pending.clear();
      await page.goto(`${s.shop.url}/panel/#${room}`);
      await page.getByRole('main').waitFor();
      await quiet(page, pending);
      const moved = await page.evaluate(() => window.moved);
      const sum = moved.reduce((n, x) => n + x.value, 0);
      if (sum > allowed) bad.push(`${room}: ${sum.toFixed(4)}\n    ${moved.flatMap((x) => x.parts).join('\n    ')}`);
      await narrow(page);
    }
    assert.equal(bad.length, 0, `these move while they load:\n  ${bad.join('\n  ')}`);
    await context.close();
  });
}
