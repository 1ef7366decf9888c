// Orders in the panel: one that a customer bought in the chat is found, changed, packed,
// shipped and partly given back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { looks, panel } from './panel.mjs';
import { postgres } from './shop.mjs';
import { answered, checkout, fillCart, words } from './visitor.mjs';

const s = panel(async () => postgres());

const said = {
  ru: {
    pay: /оплатить/i, way: /тестов/i, goods: 'Товары', money: 'Деньги', parcels: 'Посылки', paid: 'Оплачен', change: 'Изменить', save: 'Сохранить изменение', comes: /Заказ будет стоить/,
    comment: 'Комментарий', pack: 'Собрать всё', ship: 'Отправить', way2: 'В пути', track: 'Трек-номер', back: 'Вернуть деньги', sum: /^Сумма, /, give: /^Вернуть\s/, refund: 'Возврат',
    filters: 'Фильтры', show: 'Показать заказы', board: 'Доска', todo: 'К работе', stale: /тем временем изменили/, keep: /введённое останется/, print: 'Печать', slip: 'Упаковочный лист', export: 'Выгрузить',
  },
  en: {
    pay: /^pay/i, way: /test/i, goods: 'Goods', money: 'Money', parcels: 'Parcels', paid: 'Paid', change: 'Change', save: 'Save the change', comes: /The order will come to/,
    comment: 'Comment', pack: 'Pack all', ship: 'Ship', way2: 'On its way', track: 'Tracking number', back: 'Give money back', sum: /^Amount, /, give: /^Give back\s/, refund: 'Refund',
    filters: 'Filters', show: 'Show the orders', board: 'Board', todo: 'To do', stale: /changed this order meanwhile/, keep: /what I typed stays/, print: 'Print', slip: 'Packing slip', export: 'Export',
  },
};

/** bought is the number of an order that a customer has placed and paid in the chat. */
async function bought(look, m) {
  const w = words[look.lang];
  const { page, context } = await s.enter(look);
  await fillCart(page, w, async () => {});
  await answered(page, () => page.getByRole('navigation').getByRole('button', { name: w.cart }).click());
  const number = await checkout(page, w, async () => {}, m.way);
  const [bank] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: m.pay }).last().click()]);
  await bank.waitForLoadState();
  await bank.getByRole('button').first().click();
  await page.locator('.bill.paid').first().waitFor();
  await context.close();
  return number;
}

for (const look of looks) {
  const m = said[look.lang];
  const name = `panel-orders-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: from the chat to a refund`, async () => {
    const number = await bought(look, m);
    const v = await s.signIn(look, '/orders');
    const { page } = v;
    const seen = async (what) => {
      await accessible(page, `${name} ${what}`);
      await shot(page, `${name}-${what}`);
    };
    await page.getByRole('button', { name: m.todo, exact: true }).click();
    await page.getByText(number).first().waitFor();
    await seen('1-list');
    await page.getByRole('button', { name: new RegExp(`^${m.filters}`) }).click();
    await page.getByRole('dialog').waitFor();
    await seen('2-filters');
    await page.getByRole('dialog').getByRole('button', { name: m.show }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: m.export }).click()]);
    const csv = readFileSync(await file.path(), 'utf8');
    assert.ok(csv.startsWith('\ufeff') && csv.includes(number), csv.slice(0, 200));
    await page.getByRole('radiogroup').getByText(m.board, { exact: true }).click();
    await page.getByRole('link', { name: new RegExp(number) }).first().waitFor();
    await seen('3-board');
    await page.getByRole('link', { name: new RegExp(number) }).first().click();
    const part = (title) => page.getByRole('region', { name: title, exact: true });
    await part(m.money).getByText(m.paid, { exact: true }).first().waitFor();
    await seen('4-order');

    // Somebody changes the order while it is being edited: what was typed stays.
    await page.getByRole('button', { name: m.change, exact: true }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel(m.comment).fill('позвонить за час');
    await drawer.getByLabel(/^(Сколько|How many): /).first().fill('2');
    await drawer.getByText(m.comes).waitFor();
    await seen('5-edit');
    const id = /orders\/(ord_\w+)/.exec(page.url())[1];
    const status = await page.evaluate(async (order) => {
      const r = await fetch(`/api/v1/orders/${order}`, {
        method: 'PATCH', headers: { 'X-Prilavok': 'panel', 'Content-Type': 'application/json', 'If-Match': '*' }, body: JSON.stringify({ name: 'Мария Иная' }),
      });
      return r.status;
    }, id);
    assert.equal(status, 200);
    await drawer.getByRole('button', { name: m.save }).click();
    await drawer.getByText(m.stale).waitFor();
    await seen('6-conflict');
    await drawer.getByRole('button', { name: m.keep }).click();
    assert.equal(await drawer.getByLabel(m.comment).inputValue(), 'позвонить за час');
    await drawer.getByRole('button', { name: m.save }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByText('«позвонить за час»').waitFor();

    await part(m.parcels).getByRole('button', { name: m.pack }).click();
    await part(m.parcels).getByRole('button', { name: m.ship, exact: true }).click();
    await page.getByRole('dialog').getByLabel(m.track).fill('RA123');
    await page.getByRole('dialog').getByRole('button', { name: m.ship, exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await part(m.parcels).getByText(m.way2, { exact: true }).waitFor();
    await part(m.money).getByRole('button', { name: m.back }).first().click();
    await page.getByRole('dialog').getByLabel(m.sum).fill('100');
    await seen('7-refund');
    await page.getByRole('dialog').getByRole('button', { name: m.give }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await part(m.money).getByText(m.refund, { exact: true }).first().waitFor();
    await shot(page, `${name}-8-done`);
    await page.goto(`${s.shop.url}/panel/#/orders/${id}/print`);
    await page.getByText(m.slip, { exact: true }).click();
    await seen('9-print');
    await page.goto(`${s.shop.url}/panel/#/orders/new`);
    await page.getByRole('searchbox').first().waitFor();
    await seen('10-new');
    v.problems.splice(0, v.problems.length, ...v.problems.filter((p) => !/412/.test(p)));
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}
