// The first steps of a new owner: from nothing to a shop that sells, left once and gone on with.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { botapi, tokens } from './botapi.mjs';
import { accessible, shot } from './browser.mjs';
import { call, looks, narrow, panel } from './panel.mjs';

const api = await botapi();
const s = panel(async () => ({ TELEGRAM_API_URL: api.url }));
after(() => api.close());

const said = {
  ru: {
    name: 'Название, по-русски', on: 'Дальше', goods: 'Что он продаёт', file: 'Из файла', add: 'Добавить 2 товара', bad: /Строка 4 пропущена: цена — не сумма/, left: 'Отложить', unset: 'Магазин ещё не настроен', telegram: 'Бот в Telegram',
    token: 'Токен бота', connect: 'Подключить бота', unknown: /^Telegram не знает такого токена/, trial: 'Проба за покупателя', message: 'Ваше сообщение', send: 'Отправить', hello: 'что у вас есть?', well: 'Отвечает хорошо, дальше', live: 'Открыть продажи', end: 'Открыть магазин',
    hand: 'Вручную', what: /^Как называется\?/, price: /^Цена, /, one: 'Добавить товар', h1: 'Главная',
  },
  en: {
    name: 'Name, in English', on: 'Go on', goods: 'What it sells', file: 'From a file', add: 'Add 2 products', bad: /Line 4 is left out: its price is no sum/, left: 'Leave it for later', unset: 'The shop is not set up yet', telegram: 'Its bot in Telegram',
    token: 'Token of the bot', connect: 'Connect the bot', unknown: /^Telegram knows no such token/, trial: 'Try it as a customer', message: 'Your message', send: 'Send', hello: 'what do you have?', well: 'It answers well, go on', live: 'Go live', end: 'Open the shop',
    hand: 'By hand', what: /^What is it called\?/, price: /^Price, /, one: 'Add the product', h1: 'Home',
  },
};

looks.forEach((look, turn) => {
  const m = said[look.lang];
  const name = `panel-guide-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: from nothing to a shop that sells`, async () => {
    // The first sign-in of all leads here by itself.
    const v = await s.signIn(look, turn === 0 ? null : '/guide');
    const { page } = v;
    const heading = (words) => page.getByRole('heading', { level: 2, name: words }).waitFor();
    const press = (words) => page.getByRole('main').getByRole('button', { name: words, exact: true }).click();
    const seen = async (what) => {
      await narrow(page);
      await accessible(page, `${name} ${what}`);
      await shot(page, `${name}-${what}`);
    };
    if (turn > 0) {
      // The walk before has gone all the way: each step is opened again.
      for (const key of ['shop', 'goods', 'telegram', 'try', 'live']) await call(page, 'PUT', '/guide', { key, state: '' });
      for (const c of (await call(page, 'GET', '/channels')).items) if (c.channel === 'telegram') await call(page, 'POST', `/channels/${c.id}/telegram/disconnect`);
      await page.reload();
    }
    await page.getByLabel(m.name).fill(`Лавка ${turn + 1}`);
    await seen('1-name');
    await press(m.on);
    await heading(m.goods);
    await page.getByText(m.file, { exact: true }).click();
    const csv = '\ufeffНазвание;Цена;Остаток\r\nПастила яблочная;320;15\r\nВаренье из шишек;1 250,50;\r\nБез цены;даром;1\r\n';
    await page.locator('input[type=file]').setInputFiles({ name: 'goods.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByText(m.bad).waitFor();
    await seen('2-file');
    await press(m.add);
    await page.getByRole('button', { name: m.add }).waitFor({ state: 'detached' });
    await page.getByText(m.hand, { exact: true }).click();
    await page.getByLabel(m.what).fill('Ложка для мёда');
    await page.getByLabel(m.price).fill('150');
    await press(m.one);
    const all = await found(page, 'Ложка для мёда');
    assert.equal(all.variants[0].price.amount, 15000);
    await press(m.on);
    await heading(m.telegram);

    // It is left, and goes on where it was.
    await page.getByRole('link', { name: m.left }).click();
    await page.getByText(m.unset).waitFor();
    await seen('3-home');
    await page.getByRole('link', { name: m.on, exact: true }).click();
    await heading(m.telegram);
    await page.getByLabel(m.token).fill('700000009:AAWrongWrongWrongWrongWrong');
    await press(m.connect);
    await page.getByText(m.unknown).waitFor();
    await page.getByLabel(m.token).fill(turn === 0 ? tokens.first : tokens.second);
    await seen('4-telegram');
    await press(m.connect);
    await heading(m.trial);
    assert.ok(api.calls.includes('getMe'));
    await page.getByLabel(m.message).fill(m.hello);
    await press(m.send);
    await page.getByRole('button', { name: m.well }).and(page.locator(':enabled')).waitFor();
    await seen('5-trial');
    await press(m.well);
    await heading(m.live);
    await page.getByText(turn === 0 ? '@first_walk_bot' : '@second_walk_bot').first().waitFor();
    await seen('6-live');
    await press(m.end);
    await page.getByRole('heading', { level: 1, name: m.h1 }).waitFor();
    await page.getByText(m.unset).waitFor({ state: 'detached' });
    assert.equal((await call(page, 'GET', '/guide')).finished, true);
    v.problems.splice(0, v.problems.length, ...v.problems.filter((p) => !/40[0139]|422/.test(p)));
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
});

/** found is a product by its Russian or English title, once it is there. */
async function found(page, title) {
  for (let i = 0; i < 50; i++) {
    const { items } = await call(page, 'GET', '/products?limit=100');
    const one = items.find((p) => p.title.ru === title || p.title.en === title);
    if (one) return one;
    await page.waitForTimeout(100);
  }
  throw new Error(`no product ${title}`);
}
