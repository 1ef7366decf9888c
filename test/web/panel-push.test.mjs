// Messages to devices: what the shop sends is encrypted for the browser and signed, told with as
// little as the person chose, tried again where the service is busy, and forgotten where the
// browser is gone or signs out. The worker is Chromium's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { call, looks, narrow, panel, until } from './panel.mjs';
import { pushService } from './pushservice.mjs';
import { answered, checkout, fillCart, words } from './visitor.mjs';

const s = panel(async () => ({ WEBHOOK_PRIVATE: 'yes' }));

/** ask calls /auth/push as the page does. */
const ask = (page, method, path = '', body) =>
  page.evaluate(
    async ([m, p, b]) => {
      const r = await fetch(`/auth/push${p}`, { method: m, headers: { 'X-Prilavok': 'panel', 'Content-Type': 'application/json' }, ...(b === null ? {} : { body: JSON.stringify(b) }) });
      return { status: r.status, doc: r.headers.get('Content-Type')?.includes('json') ? await r.json() : null };
    },
    [method, path, body ?? null],
  );

/** buys lets a customer order in the chat. */
async function buys() {
  const { page, context } = await s.enter({ lang: 'ru' });
  await fillCart(page, words.ru, async () => {});
  await answered(page, () => page.getByRole('navigation').getByRole('button', { name: words.ru.cart }).click());
  const number = await checkout(page, words.ru, async () => {}, /тестов/i);
  await context.close();
  return number;
}

test('an order comes to a device: encrypted, signed, without names until they are wanted', async (t) => {
  const service = await pushService((n) => (n === 1 ? { status: 503, headers: { 'Retry-After': '1' } } : { status: n === 4 ? 410 : 201 }));
  t.after(service.stop);
  const v = await s.signIn({});
  const { doc } = await ask(v.page, 'GET');
  assert.equal(Buffer.from(doc.key, 'base64url').length, 65);
  assert.equal(doc.on, false);
  assert.equal((await ask(v.page, 'PUT', '', service.subscription)).status, 204);
  assert.equal((await ask(v.page, 'GET')).doc.on, true);
  for (const bad of [{ endpoint: 'ftp://127.0.0.1/x' }, { keys: { p256dh: 'AAAA', auth: 'AAAA' } }]) {
    assert.equal((await ask(v.page, 'PUT', '', { ...service.subscription, ...bad })).status, 422);
  }

  const number = await buys();
  const busy = await service.nth(1);
  const first = await service.nth(2);
  assert.ok(first.at - busy.at >= 900, `asked again after ${first.at - busy.at} ms`);
  service.signed(first, doc.key);
  assert.equal(first.headers['content-encoding'], 'aes128gcm');
  assert.ok(Number(first.headers.ttl) > 86_000 && Number(first.headers.ttl) <= 86_400, first.headers.ttl);
  assert.match(first.headers.topic, /^[\w-]{32}$/);
  assert.equal(first.headers.urgency, 'normal');
  const told = service.open(first);
  assert.equal(told.title, `Новый заказ ${number}`);
  assert.match(told.path, /^\/orders\/ord_/);
  assert.equal(told.body ?? '', '', 'names are told to nobody who has not asked for them');
  assert.ok(!JSON.stringify(told).includes('Петрова'));

  const { kinds } = await call(v.page, 'GET', '/bell/choices');
  await call(v.page, 'PUT', '/bell/choices', { hidden: [], push: kinds.filter((k) => k.push).map((k) => k.kind), names: true });
  await buys();
  assert.match(service.open(await service.nth(3)).body, /₽ · Анна Петрова/);
  const sent = new Set(service.got.slice(1).map((m) => m.body.subarray(0, 86).toString('hex')));
  assert.equal(sent.size, 2, 'salt and key are of one message each');

  // The browser is gone: it is forgotten, and nothing more is tried.
  await ask(v.page, 'POST', '/test', {});
  await service.nth(4);
  await until(v.page, async () => !(await (await fetch('/auth/push', { headers: { 'X-Prilavok': 'panel' } })).json()).on);
  await v.context.close();
});

test('a device is told nothing more once its person signs out', async (t) => {
  const [service, other] = [await pushService(), await pushService()];
  t.after(() => Promise.all([service.stop(), other.stop()]));
  const v = await s.signIn({});
  await ask(v.page, 'PUT', '', service.subscription);
  assert.equal((await ask(v.page, 'POST', '/test', {})).status, 202);
  assert.equal(service.open(await service.nth(1)).title, 'Уведомления работают');
  await v.page.getByRole('button', { name: 'Ваша учётная запись' }).click();
  await v.page.getByRole('menuitem', { name: 'Выйти' }).click();
  await v.page.getByLabel(/^Электронная почта/).waitFor();
  assert.equal((await ask(v.page, 'GET')).status, 401);

  const w = await s.signIn({}); // elsewhere, so that somebody is told of the order for certain
  await ask(w.page, 'PUT', '', other.subscription);
  await buys();
  await other.nth(1);
  assert.equal(service.got.length, 1);
  await Promise.all([v.context.close(), w.context.close()]);
});

for (const look of looks) {
  const name = `panel-push-${look.shape}-${look.lang}-${look.scheme}`;
  const m = { ru: { here: 'На этом устройстве', on: 'Уведомлять здесь' }, en: { here: 'On this device', on: 'Notify me here' } }[look.lang];
  test(`${name}: the worker shows what comes, and leads to it`, async () => {
    const v = await s.signIn(look, '/account');
    await v.context.grantPermissions(['notifications'], { origin: s.shop.url });
    await v.page.reload();
    const section = v.page.getByRole('region', { name: m.here });
    await section.scrollIntoViewIfNeeded();
    await section.getByRole('button', { name: m.on }).or(section.getByText(/браузер|browser/i)).first().waitFor();
    await accessible(v.page, name);
    await narrow(v.page);
    await shot(v.page, name);

    const cdp = await v.context.newCDPSession(v.page);
    const registered = new Promise((resolve) => cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find((r) => r.scopeURL.endsWith('/panel/') && !r.isDeleted);
      if (ours) resolve(ours);
    }));
    await cdp.send('ServiceWorker.enable');
    await v.page.evaluate(async () => {
      await navigator.serviceWorker.register('/panel/sw.js', { scope: '/panel/' });
      await navigator.serviceWorker.ready;
    });
    // A worker that has only just been installed may be told before it listens.
    await until(v.page, async () => (await navigator.serviceWorker.ready).active.state === 'activated');
    const { registrationId } = await registered;
    const data = JSON.stringify({ title: 'Новый заказ 1001', body: '690 ₽', tag: 'one', path: '/orders', shop: 'Липа и лён' });
    await cdp.send('ServiceWorker.deliverPushMessage', { origin: s.shop.url, registrationId, data });
    const shown = await until(v.page, async () => {
      const [n] = await (await navigator.serviceWorker.ready).getNotifications();
      return n && { title: n.title, body: n.body, tag: n.tag, path: n.data.path };
    });
    assert.deepEqual(shown, { title: 'Новый заказ 1001', body: '690 ₽', tag: 'one', path: '/orders' });
    // The same thing anew takes its place; what cannot be read is told without words.
    await cdp.send('ServiceWorker.deliverPushMessage', { origin: s.shop.url, registrationId, data });
    await cdp.send('ServiceWorker.deliverPushMessage', { origin: s.shop.url, registrationId, data: 'no json' });
    await until(v.page, async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((n) => n.title).sort().join() === 'Prilavok,Новый заказ 1001');
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}
