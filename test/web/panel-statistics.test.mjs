import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { looks, narrow, panel } from './panel.mjs';
import { answered, checkout, fillCart, words } from './visitor.mjs';

const s = panel();

const said = {
  ru: {
    statistics: 'Статистика', sales: 'Продажи', funnel: 'От диалога до покупки', goods: 'Лучшие товары', table: 'Таблица', what: 'Что это: Продажи', average: 'Выручка, делённая на число заказов, с точностью до копейки.',
    save: /^Сохранить таблицей \(CSV\): Продажи/, today: 'Сегодня', channel: 'Канал', none: 'По этому каналу в эти дни заказов не было.', head: 'День;Заказы;Выручка', pieces: 'По штукам', ordered: 'Оформили заказ', dates: 'Даты', first: 'Первый день',
  },
  en: {
    statistics: 'Statistics', sales: 'Sales', funnel: 'From a conversation to a purchase', goods: 'Best sellers', table: 'Table', what: 'What is it: Sales', average: 'Revenue divided by the number of orders, to the minor unit.',
    save: /^Save as a table \(CSV\): Sales/, today: 'Today', channel: 'Channel', none: 'No orders came by this channel in these days.', head: 'Day,Orders,Revenue', pieces: 'By pieces', ordered: 'Placed an order', dates: 'Dates', first: 'First day',
  },
};

/** bought is an order that a customer has placed in the chat. */
async function bought(look) {
  const w = words[look.lang];
  const { page, context } = await s.enter(look);
  await fillCart(page, w, async () => {});
  await answered(page, () => page.getByRole('navigation').getByRole('button', { name: w.cart }).click());
  await checkout(page, w, async () => {});
  await context.close();
}

for (const [i, look] of looks.entries()) {
  const m = said[look.lang];
  const name = `panel-statistics-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: how the shop did, what each number is, and the table to take along`, async () => {
    await bought(look);
    const v = await s.signIn(look);
    const { page } = v;
    const part = (title) => page.getByRole('region', { name: title, exact: true });
    await page.getByRole('main').getByRole('link', { name: m.statistics }).click();
    await page.getByRole('heading', { level: 1, name: m.statistics }).waitFor();
    await part(m.sales).getByRole('img').waitFor();
    await part(m.funnel).getByRole('listitem').filter({ hasText: m.ordered }).getByText(String(i + 1), { exact: true }).waitFor();
    await part(m.goods).getByRole('row').nth(1).waitFor();
    await narrow(page);
    await accessible(page, name);
    await shot(page, name);
    // What a number is, one tap away.
    await part(m.sales).getByRole('button', { name: m.what }).click();
    await page.getByText(m.average).waitFor();
    await accessible(page, `${name} definitions`);
    await shot(page, `${name}-definitions`);
    await page.keyboard.press('Escape');
    await page.getByText(m.average).waitFor({ state: 'detached' });
    // The chart in words, and as a file.
    await part(m.sales).getByRole('button', { name: m.table, exact: true }).click();
    assert.equal(await part(m.sales).getByRole('row').count(), 31);
    await accessible(page, `${name} table`);
    const [file] = await Promise.all([page.waitForEvent('download'), part(m.sales).getByRole('button', { name: m.save }).click()]);
    const csv = readFileSync(await file.path(), 'utf8');
    assert.ok(csv.startsWith(`\ufeff${m.head}`) && csv.trim().split('\r\n').length === 31, csv.slice(0, 200));
    assert.match(file.suggestedFilename(), /^sales-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    // The filters stand in the address.
    await page.getByRole('radiogroup').getByText(m.pieces, { exact: true }).click();
    await page.getByRole('radiogroup').getByText(m.today, { exact: true }).click();
    await page.waitForURL(/period=%?2?2?today/);
    await page.getByRole('combobox', { name: m.channel }).click();
    await page.getByRole('option', { name: 'Telegram' }).click();
    await page.getByText(m.none).waitFor();
    await shot(page, `${name}-empty`);
    await page.reload();
    await page.getByText(m.none).waitFor();
    await page.getByRole('radiogroup').getByText(m.dates, { exact: true }).click();
    await page.getByLabel(m.first).waitFor();
    await page.waitForURL(/channel=telegram.*from=.*to=/);
    await narrow(page);
    await accessible(page, `${name} own days`);
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}
