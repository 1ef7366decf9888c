// The panel's bell: what happens in the shop is counted as it happens, leads to its place, and is
// read, unread and chosen by each person for themselves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { call, looks, narrow, panel, until } from './panel.mjs';
import { answered, checkout, field, fillCart, log, words } from './visitor.mjs';

const s = panel();

const said = {
  ru: { title: 'Что нового', order: /^Новый заказ/, waits: 'Клиент ждёт человека', bell: /^Что нового/, all: 'Всё прочитано', undo: 'Вернуть', choose: 'Выбрать', inPanel: 'Новый заказ: в панели', way: /тестов/i },
  en: { title: 'What’s new', order: /^New order/, waits: 'A customer waits for a person', bell: /^What’s new/, all: 'All read', undo: 'Undo', choose: 'Choose', inPanel: 'New order: in the panel', way: /test/i },
};

/** shops lets a customer buy in the chat and ask for a person there. */
async function shops(look, m) {
  const w = words[look.lang];
  const { page, context } = await s.enter(look);
  await fillCart(page, w, async () => {});
  await answered(page, () => page.getByRole('navigation').getByRole('button', { name: w.cart }).click());
  const number = await checkout(page, w, async () => {}, m.way);
  const ask = look.lang === 'ru' ? 'Позовите человека, пожалуйста' : 'I want to talk to a person, please';
  await field(page, w).fill(ask);
  await page.keyboard.press('Enter');
  await log(page).getByText(ask).waitFor();
  await context.close();
  return number;
}

for (const look of looks) {
  const m = said[look.lang];
  const name = `panel-bell-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: an order and a customer who waits are told, read and chosen`, async () => {
    const v = await s.signIn(look, '/bell');
    const { page } = v;
    await page.getByRole('heading', { level: 1, name: m.title }).waitFor();
    const before = await page.locator('[data-kind]').count();
    const number = await shops(look, m);
    const order = page.locator('[data-kind=orders]').filter({ hasText: number });
    await order.waitFor();
    const waits = page.locator('[data-kind=waiting]').first();
    await waits.waitFor();
    await page.locator(`[data-bell="${2}"]`).waitFor();
    assert.ok((await page.locator('[data-kind]').count()) >= before + 2);
    await accessible(page, name);
    await narrow(page);
    await shot(page, name);

    await order.getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: new RegExp(number) }).waitFor();
    await page.locator('[data-bell="1"]').waitFor();
    await page.getByRole('link', { name: m.bell }).click();
    await page.locator('[data-kind=orders]:not([data-unread])').filter({ hasText: number }).waitFor();

    await page.getByRole('button', { name: m.all }).click();
    await page.locator('[data-bell="0"]').waitFor();
    await page.getByRole('button', { name: m.undo }).click();
    await page.locator('[data-bell="1"]').waitFor();
    await page.locator('[data-kind=waiting][data-unread]').first().waitFor();

    await page.getByRole('link', { name: m.choose }).click();
    const choice = page.getByRole('switch', { name: m.inPanel });
    await choice.waitFor();
    await choice.scrollIntoViewIfNeeded();
    await accessible(page, `${name} choices`);
    await narrow(page);
    await shot(page, `${name}-choices`);
    await choice.press('Space');
    await until(page, async () => !(await (await fetch('/api/v1/bell/choices', { headers: { 'X-Prilavok': 'panel' } })).json()).kinds.find((k) => k.kind === 'orders').panel);
    await page.getByRole('link', { name: m.bell }).click();
    await page.locator('[data-kind=waiting]').first().waitFor();
    await page.locator('[data-kind=orders]').first().waitFor({ state: 'detached' });
    await call(page, 'PUT', '/bell/choices', { hidden: [], push: [] });
    await call(page, 'PUT', '/bell');
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}
