// Every page of settings: changed and taken back, a bot connected and let go, rules tried, texts seen.
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
    find: 'Найти настройку', shop: 'Магазин', phone: 'Телефон', save: 'Сохранить', saved: 'Настройки сохранены', undo: 'Вернуть', back: 'Изменение возвращено', orders: 'Заказы', stage: 'Добавить этап', title: 'Название этапа, по-русски', discard: 'Отменить изменения', history: 'История настроек', prefix: 'Перед номером заказа',
    token: 'Токен бота', connect: 'Подключить бота', plus: 'Подключить', polls: 'опросом Telegram', waits: '3 события', off: 'Отключить', offBot: 'Отключить бота', gone: 'Отключён', copy: 'Скопировать код', copied: 'Скопировано',
    test: 'Проверить связь', message: 'Ваше сообщение', send: 'Отправить', hello: 'доставка', fresh: 'Новая статья', question: 'Вопрос или название, по-русски', answer: 'Ответ, по-русски', q: 'Чистка самовара', del: 'Удалить', article: 'Статья сохранена', deleted: 'Статья удалена',
    light: 'Светлое', money: 'Способы оплаты',
  },
  en: {
    find: 'Find a setting', shop: 'Shop', phone: 'Phone', save: 'Save', saved: 'Settings are saved', undo: 'Undo', back: 'The change is taken back', orders: 'Orders', stage: 'Add a stage', title: 'Title of the stage, in English', discard: 'Discard', history: 'History of settings', prefix: 'Before an order\'s number',
    token: 'Token of the bot', connect: 'Connect the bot', plus: 'Connect', polls: 'by asking Telegram', waits: '3 updates', off: 'Disconnect', offBot: 'Disconnect the bot', gone: 'Disconnected', copy: 'Copy the code', copied: 'Copied',
    test: 'Test the connection', message: 'Your message', send: 'Send', hello: 'delivery', fresh: 'New article', question: 'Question or title, in English', answer: 'Answer, in English', q: 'Cleaning a samovar', del: 'Delete', article: 'The article is saved', deleted: 'The article is deleted',
    light: 'Light', money: 'Ways to pay',
  },
};

looks.forEach((look, turn) => {
  const m = said[look.lang];
  const name = `panel-settings-${look.shape}-${look.lang}-${look.scheme}`;
  const walk = (part, body) =>
    test(`${name}: ${part}`, async () => {
      const v = await s.signIn(look, '/settings');
      const { page } = v;
      const t = {
        page,
        main: page.getByRole('main'),
        open: (path) => page.goto(`${s.shop.url}/panel/#/settings/${path}`),
        press: (words, of = page.getByRole('main')) => of.getByRole('button', { name: words, exact: true }).first().click(),
        toast: (words) => page.getByRole('alert').filter({ hasText: words }),
        seen: async (what) => {
          await narrow(page);
          await accessible(page, `${name} ${what}`);
          await shot(page, `${name}-${what}`);
        },
      };
      await body(t);
      v.problems.splice(0, v.problems.length, ...v.problems.filter((p) => !/status of (40[0139]|4[12]2|501)/.test(p)));
      assert.deepEqual(v.problems, []);
      await v.context.close();
    });

  walk('a setting is found, changed and taken back', async ({ page, main, open, press, toast, seen }) => {
    await page.getByRole('link', { name: new RegExp(`^${m.shop}`) }).waitFor();
    await seen('1-index');
    await page.getByRole('searchbox', { name: m.find }).fill(m.phone);
    await page.getByRole('link', { name: m.phone, exact: true }).click();
    await page.getByLabel(m.phone, { exact: true }).fill(`+7 900 000-00-0${turn}`);
    await seen('2-shop');
    const bar = page.getByRole('group').or(page.locator('body'));
    await press(m.save, bar);
    await toast(m.saved).getByRole('button', { name: m.undo }).click();
    await page.getByText(m.back).waitFor();
    const { items } = await call(page, 'GET', '/settings');
    assert.notEqual(items.find((x) => x.key === 'contact.phone').value, `+7 900 000-00-0${turn}`);

    await open('orders');
    await page.getByLabel(m.prefix).fill(`W${turn}-`);
    await press(m.stage);
    await page.getByLabel(m.title).last().fill('На гравировке');
    await seen('3-orders');
    await press(m.save, page.locator('body'));
    await toast(m.saved).waitFor();
    await open('history');
    await main.getByRole('listitem').filter({ hasText: `W${turn}-` }).first().waitFor();
    await seen('4-history');
    await main.getByRole('listitem').first().getByRole('button', { name: m.undo }).click();
    await page.getByText(m.back).waitFor();
    const after = (await call(page, 'GET', '/settings')).items;
    assert.notEqual(after.find((x) => x.key === 'orders.prefix').value, `W${turn}-`);
    assert.equal(after.find((x) => x.key === 'orders.stages').value?.length ?? 0, 0);
    await open('payments');
    await page.getByText(m.money, { exact: true }).waitFor();
    await seen('5-money');
    await open('look');
    await page.getByText(m.light, { exact: true }).click();
    await page.locator('html[data-mantine-color-scheme=light]').waitFor();
    await seen('6-look');
  });

  walk('a bot is connected, looked at and let go', async ({ page, open, press, seen }) => {
    await open('channels');
    // A bot that was let go stays in the list: the next one is connected from above it.
    if (turn > 0) await press(m.plus);
    await page.getByLabel(m.token).fill(turn === 0 ? tokens.first : tokens.second);
    await press(m.connect, turn > 0 ? page.getByRole('dialog') : undefined);
    const bot = page.getByRole('article', { name: turn === 0 ? '@first_walk_bot' : '@second_walk_bot' });
    await bot.getByText(m.waits).waitFor();
    for (let i = 0; i < 40 && (await bot.getByText(m.polls).count()) === 0; i++) {
      await bot.getByRole('button').first().click();
      await page.waitForTimeout(250);
    }
    await bot.getByText('Connection timed out').waitFor();
    await seen('7-channels');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await press(m.copy);
    await page.getByRole('button', { name: m.copied }).waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /widget\.js/);
    await press(m.off, bot);
    await press(m.offBot, bot);
    await bot.getByText(m.gone, { exact: true }).waitFor();
  });

  walk('the assistant is set up and talked to', async ({ page, open, press, seen }) => {
    await open('assistant');
    await page.getByRole('tab').nth(1).waitFor();
    await seen('8-manner');
    await page.getByRole('tab').nth(1).click();
    await press(m.test);
    await page.getByRole('alert').waitFor();
    await seen('9-model');
    await page.getByRole('tab').nth(2).click();
    await seen('10-limits');
    await page.getByRole('tab').nth(3).click();
    await page.getByLabel(m.message).fill(m.hello);
    await press(m.send);
    await page.getByRole('log').locator('div').filter({ hasText: m.hello }).first().waitFor();
    await page.getByRole('button', { name: m.send }).and(page.locator(':not([data-loading])')).waitFor();
    await seen('11-talk');
    const orders = await call(page, 'GET', '/orders');
    assert.equal(orders.items.length, 0);
  });

  walk('an article is written, deleted and brought back', async ({ page, open, press, toast, seen }) => {
    await open('knowledge');
    await page.getByRole('link', { name: m.fresh }).first().waitFor();
    await seen('12-knowledge');
    await page.getByRole('link', { name: m.fresh }).first().click();
    await page.getByLabel(m.question).fill(m.q);
    await page.getByLabel(m.answer).fill('Лимонная кислота / citric acid');
    await seen('13-article');
    await press(m.save);
    await toast(m.article).waitFor();
    await page.getByRole('link', { name: new RegExp(m.q) }).click();
    await press(m.del);
    await toast(m.deleted).getByRole('button', { name: m.undo }).click();
    await page.getByRole('link', { name: new RegExp(m.q) }).waitFor();
    const { items } = await call(page, 'GET', '/articles');
    assert.equal(items.filter((a) => a.title[look.lang] === m.q).length, 1);
  });
});
