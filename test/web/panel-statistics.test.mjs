import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { call, looks, narrow, panel } from './panel.mjs';
import { answered, checkout, fillCart, lastShop, press, say, words } from './visitor.mjs';

const s = panel();

const said = {
  ru: {
    statistics: 'Статистика', sales: 'Продажи', funnel: 'От диалога до покупки', goods: 'Лучшие товары', table: 'Таблица', what: 'Что это: Продажи', average: 'Выручка, делённая на число заказов, с точностью до копейки.',
    save: /^Сохранить таблицей \(CSV\): Продажи/, today: 'Сегодня', channel: 'Канал', none: 'По этому каналу в эти дни заказов не было.', head: 'День;Заказы;Выручка', pieces: 'По штукам', ordered: 'Оформили заказ', dates: 'Даты', first: 'Первый день',
    satisfaction: 'Удовлетворённость', nobody: 'Пока никто не оценил.', set: 'Просить оценку у покупателей', on: 'Просить оценку после разговора', store: 'Сохранить', kept: 'Настройки сохранены', ask: 'Как мы справились?', why: 'Что пошло не так?', words: 'Ждал ответа два дня', heard: 'Передали ваши слова сотруднику', two: '2 из 5', five: '5 из 5', score: 'Оценка', low: 'Оценка 2 из 5',
  },
  en: {
    statistics: 'Statistics', sales: 'Sales', funnel: 'From a conversation to a purchase', goods: 'Best sellers', table: 'Table', what: 'What is it: Sales', average: 'Revenue divided by the number of orders, to the minor unit.',
    save: /^Save as a table \(CSV\): Sales/, today: 'Today', channel: 'Channel', none: 'No orders came by this channel in these days.', head: 'Day,Orders,Revenue', pieces: 'By pieces', ordered: 'Placed an order', dates: 'Dates', first: 'First day',
    satisfaction: 'Satisfaction', nobody: 'Nobody has rated yet.', set: 'Ask customers for a score', on: 'Ask for a score after a conversation', store: 'Save', kept: 'Settings are saved', ask: 'How did we do?', why: 'What went wrong?', words: 'I waited for two days', heard: 'A colleague has your words', two: '2 of 5', five: '5 of 5', score: 'Rating', low: 'Rated 2 of 5',
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

/** awake takes the quiet hours away: the walk is done at any hour. */
const awake = (page) =>
  page.evaluate(async () => {
    const tag = (await fetch('/api/v1/settings', { headers: { 'X-Prilavok': 'panel' } })).headers.get('ETag');
    const r = await fetch('/api/v1/settings', {
      method: 'PATCH',
      headers: { 'X-Prilavok': 'panel', 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), 'If-Match': tag },
      body: JSON.stringify({ changes: { 'notices.quiet_from': '09:00', 'notices.quiet_to': '09:00' } }),
    });
    if (!r.ok) throw new Error(`${r.status} ${await r.text()}`);
  });

/** asked is a customer who has written, whose conversation was ended, and who is asked for a score. */
async function asked(look, owner, m) {
  const w = words[look.lang];
  const { page, context } = await s.enter(look);
  await say(page, w, look.lang === 'ru' ? 'Здравствуйте, есть кружки?' : 'Hello, do you have mugs?');
  const { items } = await call(owner, 'GET', '/conversations?limit=1');
  await call(owner, 'POST', `/conversations/${items[0].id}/resolve`);
  await page.getByText(m.ask).waitFor({ timeout: 60_000 });
  return { page, context, w, id: items[0].id };
}

for (const [i, look] of looks.entries()) {
  const m = said[look.lang];
  const name = `panel-satisfaction-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: a customer is asked, is not content and is heard; the number, its definition, and the way to the conversation`, async () => {
    const v = await s.signIn(look, '/statistics');
    const { page } = v;
    const part = page.getByRole('region', { name: m.satisfaction, exact: true });
    await page.getByRole('heading', { level: 1, name: m.statistics }).waitFor();
    if (i === 0) {
      await part.getByText(m.nobody).waitFor();
      await shot(page, `${name}-none`);
      await part.getByRole('link', { name: m.set }).click();
      await page.getByRole('switch', { name: m.on }).or(page.getByLabel(m.on)).first().click({ force: true });
      await narrow(page);
      await accessible(page, `${name} setting`);
      await shot(page, `${name}-setting`);
      await page.getByRole('button', { name: m.store, exact: true }).first().click();
      await page.getByText(m.kept).waitFor();
      await awake(page);
    }
    const c = await asked(look, page, m);
    await accessible(c.page, `${name} question`);
    await shot(c.page, `${name}-question`);
    await press(c.page, i === 0 ? '2' : '5');
    if (i === 0) {
      assert.ok((await lastShop(c.page)).includes(m.why));
      await say(c.page, c.w, m.words);
      assert.ok((await lastShop(c.page)).includes(m.heard));
      await shot(c.page, `${name}-heard`);
    }
    await c.context.close();

    await page.goto(`${s.shop.url}/panel/#/statistics`);
    await page.reload();
    await part.getByText(i === 0 ? /^0\s?%$/ : /^50\s?%$/).first().waitFor();
    await part.getByRole('listitem').filter({ hasText: m.two }).first().waitFor();
    await part.scrollIntoViewIfNeeded();
    await narrow(page);
    await accessible(page, name);
    await shot(page, name);
    const [file] = await Promise.all([page.waitForEvent('download'), part.getByRole('button', { name: m.save.source.startsWith('^Save') ? /^Save as a table/ : /^Сохранить таблицей/ }).click()]);
    assert.match(file.suggestedFilename(), /^satisfaction-/);
    // What was said of it leads to its conversation, which shows the score.
    await part.getByText(said.ru.words).waitFor();
    await part.getByRole('listitem').filter({ hasText: said.ru.words }).getByRole('link').click();
    await page.waitForURL(/#\/inbox\/cnv_/);
    if (look.shape === 'desktop') {
      await page.getByRole('heading', { level: 3, name: m.score, exact: true }).waitFor();
      await accessible(page, `${name} inbox`);
      await shot(page, `${name}-inbox`);
    }
    v.problems.splice(0, v.problems.length, ...v.problems.filter((p) => !/status of 404/.test(p)));
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}
