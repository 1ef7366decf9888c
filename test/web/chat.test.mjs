import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { scene } from './scene.mjs';
import { answered, checkout, field, fillCart, lastShop, log, press, quiet, say, words } from './visitor.mjs';

const stage = scene();

const arrive = stage.enter;

for (const [shape, lang, scheme] of [['phone', 'ru', 'light'], ['desktop', 'en', 'dark'], ['phone', 'en', 'dark'], ['desktop', 'ru', 'light']]) {
  test(`buys a product: ${shape}, ${lang}, ${scheme}`, async () => {
    const w = words[lang];
    const { page, context, problems } = await arrive({ shape, lang, scheme });
    const name = `${shape}-${lang}-${scheme}`;
    let n = 0;
    const seen = async (what) => {
      await page.waitForTimeout(60); // a picture is taken when scrolling has come to rest
      await shot(page, `${name}-${String(++n).padStart(2, '0')}-${what}`);
      await accessible(page, `${name} ${what}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${what} is ${wide} pixels wider than the screen`);
    };
    await seen('welcome');
    await fillCart(page, w, seen);
    await answered(page, () => page.getByRole('navigation').getByRole('button', { name: w.cart }).click());
    await seen('cart');
    const number = await checkout(page, w, seen);
    await seen('placed');
    await say(page, w, w.where);
    assert.match(await lastShop(page), new RegExp(number), 'the order is found by asking');
    await seen('order');
    await page.reload();
    await page.locator('.status.online').waitFor();
    await page.getByText(number).first().waitFor();
    await seen('reloaded');
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test('two tabs show one conversation', async () => {
  const w = words.ru;
  const { page, context, problems } = await arrive({ lang: 'ru' });
  const other = await context.newPage();
  await other.goto(`${stage.shop.url}/`);
  await other.locator('.status.online').waitFor();
  await say(page, w, 'доставка');
  const answer = await lastShop(page);
  await other.waitForFunction((text) => [...document.querySelectorAll('.message.theirs')].at(-1)?.innerText === text, answer);
  assert.equal(await other.locator('.message.mine').count(), 1);
  assert.deepEqual(problems, []);
  await context.close();
});

test('a change of an older message is seen in an open tab', async () => {
  const w = words.ru;
  const { page, context, problems } = await arrive({ lang: 'ru' });
  await fillCart(page, w, async () => {});
  await answered(page, () => page.getByRole('navigation').getByRole('button', { name: w.cart }).click());
  const id = await page.locator('.message.theirs').last().getAttribute('data-id');
  const other = await context.newPage();
  await other.goto(`${stage.shop.url}/`);
  await other.locator('.status.online').waitFor();
  await say(page, w, 'доставка'); // the cart is not the newest message any more
  const before = await other.locator(`[data-id="${id}"]`).innerText();
  await answered(page, () => page.locator(`[data-id="${id}"]`).getByRole('button', { name: /^[+＋➕]/ }).first().click());
  await other.waitForFunction(([which, old]) => document.querySelector(`[data-id="${which}"]`)?.innerText !== old, [id, before]);
  assert.equal(await other.locator(`[data-id="${id}"]`).innerText(), await page.locator(`[data-id="${id}"]`).innerText());
  assert.deepEqual(problems, []);
  await context.close();
});

test('what is written offline is sent once, later', async () => {
  const w = words.en;
  const { page, context } = await arrive({ lang: 'en', shape: 'phone' });
  await context.setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await field(page, w).fill('delivery');
  await page.keyboard.press('Enter');
  await page.locator('.message.mine.sending').waitFor();
  await context.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.locator('.message.theirs').first().waitFor({ timeout: 20_000 });
  await quiet(page);
  assert.equal(await page.locator('.message.mine').count(), 1);
  await page.reload();
  await page.locator('.message.theirs').first().waitFor();
  assert.equal(await page.locator('.message.mine').count(), 1);
  await context.close();
});

test('a lost server is told, and caught up with', async () => {
  const w = words.ru;
  const { page, context } = await arrive({ lang: 'ru' });
  await say(page, w, 'доставка');
  await page.route('**/api/webchat/**', (r) => r.abort());
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await context.setOffline(true);
  await field(page, w).fill('каталог');
  await page.keyboard.press('Enter');
  await context.setOffline(false);
  await page.unroute('**/api/webchat/**');
  await page.waitForFunction(() => document.querySelectorAll('.message.theirs').length >= 2 && !document.querySelector('.message.sending'), null, { timeout: 30_000 });
  assert.equal(await page.locator('.message.mine').count(), 2);
  await context.close();
});

test('works with the keyboard alone', async () => {
  const w = words.ru;
  const { page, context } = await arrive({ lang: 'ru' });
  await page.keyboard.press('Tab');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /полю/);
  await page.keyboard.press('Enter');
  await page.keyboard.type('каталог');
  await answered(page, () => page.keyboard.press('Enter'));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'say', 'the field keeps the focus');
  const first = log(page).getByRole('button').last();
  await first.focus();
  await answered(page, () => page.keyboard.press('Enter'));
  assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'the focus is not lost when an answer takes the button away');
  assert.equal(await field(page, w).isEnabled(), true);
  await context.close();
});

test('pictures open large and give the focus back', async () => {
  const w = words.ru;
  const { page, context, problems } = await arrive({ lang: 'ru', shape: 'phone' });
  await fillCart(page, w, async () => {});
  const picture = page.locator('.card-picture button').first();
  await picture.scrollIntoViewIfNeeded();
  await picture.click();
  const box = page.getByRole('dialog');
  await box.waitFor();
  await page.waitForFunction(() => document.querySelector('dialog img')?.complete);
  await shot(page, 'phone-ru-picture');
  await accessible(page, 'a large picture');
  await page.keyboard.press('Escape');
  await box.waitFor({ state: 'detached' });
  assert.equal(await picture.evaluate((b) => b === document.activeElement), true);
  assert.deepEqual(problems, []);
  await context.close();
});

test('language and theme are the visitor’s choice and are kept', async () => {
  const { page, context, problems } = await arrive({ lang: 'ru', shape: 'desktop' });
  await page.getByRole('button', { name: words.ru.toOther }).click();
  await field(page, words.en).waitFor();
  await page.getByRole('button', { name: words.en.dark }).click();
  await page.reload();
  await field(page, words.en).waitFor();
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]), ['en', 'dark']);
  await say(page, words.en, 'delivery');
  assert.doesNotMatch(await lastShop(page), /[а-яё]/i, 'the shop answers in the language of the page');
  await answered(page, () => page.getByRole('button', { name: words.en.toOther }).click());
  await page.waitForFunction(() => /[а-яё]/i.test([...document.querySelectorAll('.message.theirs')].at(-1)?.innerText ?? ''));
  assert.deepEqual(problems, []);
  await context.close();
});

test('the shop panel opens on a phone and leads to a category', async () => {
  const w = words.ru;
  const { page, context, problems } = await arrive({ lang: 'ru', shape: 'phone' });
  await page.getByRole('button', { name: w.openPanel }).click();
  const panel = page.getByRole('dialog', { name: w.about });
  await panel.waitFor();
  await shot(page, 'phone-ru-panel');
  await accessible(page, 'the panel');
  const category = panel.getByRole('navigation').getByRole('button').first();
  if (await category.count()) await answered(page, () => category.click());
  else await panel.getByRole('button', { name: w.close }).click();
  await panel.waitFor({ state: 'detached' });
  assert.deepEqual(problems, []);
  await context.close();
});

test('an operator is asked for', async () => {
  const w = words.ru;
  const { page, context, problems } = await arrive({ lang: 'ru', shape: 'phone' });
  await answered(page, () => page.getByRole('navigation').getByRole('button', { name: w.operator }).click());
  await page.locator('.status').getByText(/оператор/i).waitFor();
  await shot(page, 'phone-ru-operator');
  assert.deepEqual(problems, []);
  await context.close();
});

test('a text with markup in it stays text', async () => {
  const w = words.ru;
  const { page, context, problems } = await arrive({ lang: 'ru' });
  await say(page, w, '<img src=x onerror="document.title=1"> <b>жирно</b> </script>');
  assert.match(await page.locator('.message.mine').last().innerText(), /<img src=x/);
  assert.equal(await page.evaluate(() => document.querySelectorAll('[role=log] img[src="x"]').length), 0);
  assert.deepEqual(problems, []);
  await context.close();
});
