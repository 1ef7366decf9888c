// Measures when a person sees what they came for: the chat and every main room of the panel, each opened
// in a fresh profile on loopback with the processor slowed four times, as phones are. Prints rows of
// bench/RESULTS.md. "Seen" is the largest part of the first screen (largest contentful paint, web.dev/lcp)
// once the room has its data.
//
//	node bench/paint/paint.mjs     # needs bin/prilavok (make build) and Chromium
import { open, visit } from '../../test/web/browser.mjs';
import { owner } from '../../test/web/panel.mjs';
import { start } from '../../test/web/shop.mjs';

const slower = 4;
const rounds = 5;
const target = 1000; // ms
const rooms = ['/', '/inbox', '/orders', '/products', '/customers', '/statistics', '/settings'];

const watch = () => {
  window.seen = 0;
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) window.seen = Math.max(window.seen, e.startTime);
  }).observe({ type: 'largest-contentful-paint', buffered: true });
};

const middle = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** opened answers when the first paint came and when the largest, in ms since the page was asked for. */
async function opened(context, url) {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await page.addInitScript(watch);
  // Opened for the first time: nothing is in the browser's cache.
  await cdp.send('Network.enable');
  await cdp.send('Network.clearBrowserCache');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.goto(url);
  await page.getByRole('main').or(page.locator('.status.online')).first().waitFor();
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.waitForTimeout(400);
  const times = await page.evaluate(() => ({ first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, seen: window.seen }));
  await page.close();
  return times;
}

const shop = await start();
const browser = await open();
try {
  const { page, context } = await visit(browser, { shape: 'phone' });
  const [, link] = await shop.printed(/(http\S+\/panel\/#\/first\/\S+)/);
  await page.goto(link);
  await page.getByLabel(/^Ваше имя/).fill(owner.name);
  await page.getByLabel(/^Электронная почта/).fill(owner.email);
  await page.getByLabel(/^Пароль/).fill(owner.password);
  await page.locator('button[type=submit]').click();
  await page.getByRole('navigation').first().waitFor();
  await page.close();
  const places = [['the chat', `${shop.url}/`], ...rooms.map((r) => [`the panel, ${r}`, `${shop.url}/panel/#${r}`])];
  for (const [name, url] of places) {
    const all = [];
    for (let i = 0; i < rounds; i++) all.push(await opened(context, url));
    const [first, seen] = [middle(all.map((x) => x.first)), middle(all.map((x) => x.seen))];
    console.log(`| ${name} on a phone, processor ${slower} × slower: first paint ${Math.round(first)} ms, largest | ${Math.round(seen)} ms | < ${target} ms | ${seen < target ? 'yes' : '**no**'} |`);
  }
} finally {
  await browser.close();
  await shop.stop();
  shop.clean();
}
