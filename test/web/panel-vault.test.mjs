// Pictures of products on S3: the browser sends them there by itself, under the page's policy, and
// a product shows only what was looked at.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { shot } from './browser.mjs';
import { call, panel } from './panel.mjs';
import { vault } from './vault.mjs';

let store;
const s = panel(async () => (store = await vault()).settings);
after(() => store?.stop());
const samples = fileURLToPath(new URL('../../sample/media/', import.meta.url));
const photo = { name: 'mug.jpg', mimeType: 'image/jpeg', buffer: readFileSync(samples + readdirSync(samples).find((n) => n.endsWith('.jpg'))) };

test('panel-vault: a product with a picture on S3', async () => {
  const v = await s.signIn({ shape: 'desktop', lang: 'ru', scheme: 'light' }, '/products');
  const { page } = v;
  const sent = [];
  page.on('request', (r) => r.method() === 'PUT' && sent.push(r.url()));
  await page.getByRole('link', { name: 'Новый товар' }).click();
  await page.getByLabel('Название по-русски', { exact: true }).fill('Чашка с прогулки');
  await page.getByLabel('Артикул', { exact: true }).fill('WALK-S3');
  await page.getByLabel(/^Цена, /).fill('1 490,50');
  await page.getByLabel('Выбрать фото').setInputFiles(photo);
  await page.getByRole('dialog').locator('canvas').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Добавить фото в товар' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const picture = page.getByRole('region', { name: 'Фото', exact: true }).getByRole('img').first();
  await picture.waitFor();
  await page.waitForFunction((img) => img.complete && img.naturalWidth > 0, await picture.elementHandle());
  await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await page.getByText('Товар сохранён').waitFor();
  await shot(page, 'panel-vault-product');
  const id = /products\/(prd_\w+)/.exec(page.url())?.[1];
  assert.ok(id, page.url());
  const product = await call(page, 'GET', `/products/${id}`);
  assert.ok(product.images[0].url.startsWith(`${store.url}/pictures/p/`), product.images[0].url);
  assert.equal(sent.filter((u) => u.startsWith(`${store.url}/pictures/new/`)).length, 1, sent.join(' '));
  const shown = await fetch(product.images[0].url);
  assert.equal(shown.headers.get('content-type'), 'image/jpeg');

  // A page of somebody's that calls itself a picture: the store takes it, nothing shows it.
  const body = '<!doctype html><script>alert(1)</script>';
  const ticket = await call(page, 'POST', '/picture-tickets', { type: 'image/png', bytes: body.length });
  const put = await fetch(ticket.url, { method: ticket.method, headers: ticket.headers, body });
  assert.equal(put.status, 200);
  const forged = { slug: 'forged', title: { ru: 'Подделка' }, variants: [{ sku: 'FORGED', price: product.variants[0].price, active: true }], images: [{ url: ticket.public }] };
  await assert.rejects(call(page, 'POST', '/products', forged), /picture\.unknown/);
  await assert.rejects(call(page, 'POST', '/picture-checks', { public: ticket.public }), /picture\.kind/);
  assert.equal((await fetch(ticket.url.split('?')[0])).status, 404);
  v.problems.splice(0, v.problems.length, ...v.problems.filter((p) => !/status of 4/.test(p))); // the refusals
  assert.deepEqual(v.problems, []);
  await v.context.close();
});
