// A person who never saw it sets up a shop and runs it for a day: from an empty database to an
// order that is paid and given back, and to why one message did not arrive. On a desk it stands
// on SQLite, on a phone on Postgres.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { botapi, tokens } from './botapi.mjs';
import { accessible, open, shot, visit } from './browser.mjs';
import { looks, narrow, owner } from './panel.mjs';
import { postgres, start } from './shop.mjs';

const samples = fileURLToPath(new URL('../../sample/media/', import.meta.url));
const photo = { name: 'honey.jpg', mimeType: 'image/jpeg', buffer: readFileSync(samples + readdirSync(samples).find((n) => n.endsWith('.jpg'))) };
const customer = { id: 501, first_name: 'Мария', last_name: 'Пчёлкина', language_code: 'ru' };

const said = {
  ru: {
    you: /^Ваше имя/, mail: /^Электронная почта/, secret: /^Пароль/, name: 'Название, по-русски', on: 'Дальше', hand: 'Вручную', what: /^Как называется\?/, price: /^Цена, /, one: 'Добавить товар', file: 'Из файла',
    token: 'Токен бота', connect: 'Подключить бота', trial: 'Проба за покупателя', message: 'Ваше сообщение', send: 'Отправить', hello: 'мёд', well: 'Отвечает хорошо, дальше', live: 'Открыть продажи', end: 'Открыть магазин', home: 'Главная',
    shop: 'Медовая лавка', goods: 'Мёд липовый', products: 'Товары', files: 'Выбрать фото', put: 'Добавить фото в товар', pictures: 'Фото', save: 'Сохранить', saved: 'Товар сохранён',
    inbox: 'Диалоги', messages: 'Сообщения', take: 'Взять разговор', mine: 'Разговор ведёте вы', answer: 'Ответ покупателю', hi: 'Здравствуйте, Мария! Оформлю заказ сама.',
    orders: 'Заказы', fresh: 'Новый заказ', who: 'Покупатель: имя или телефон', choose: 'Выбрать', find: 'Найти товар', add: /^Добавить: Мёд липовый/, recipient: 'Получатель', phone: 'Телефон', address: 'Адрес', street: 'ул. Липовая, 7', draft: 'Создать черновик', place: 'Оформить заказ', money: 'Деньги',
    note: 'Записать оплату', noted: 'Записать', paid: 'Оплачен', back: 'Вернуть деньги', sum: /^Сумма, /, give: /^Вернуть\s/, refund: 'Возврат', count: 'Заказы сегодня', sales: 'Продажи сегодня',
    human: 'Позовите человека, пожалуйста', late: 'Мария, заказ собран', system: 'Система', failed: 'Не доставлено', why: /заблокировал/,
  },
  en: {
    you: /^Your name/, mail: /^E-mail/, secret: /^Password/, name: 'Name, in English', on: 'Go on', hand: 'By hand', what: /^What is it called\?/, price: /^Price, /, one: 'Add the product', file: 'From a file',
    token: 'Token of the bot', connect: 'Connect the bot', trial: 'Try it as a customer', message: 'Your message', send: 'Send', hello: 'honey', well: 'It answers well, go on', live: 'Go live', end: 'Open the shop', home: 'Home',
    shop: 'Honey shop', goods: 'Lime honey', products: 'Products', files: 'Choose pictures', put: 'Add the picture', pictures: 'Pictures', save: 'Save', saved: 'The product is saved',
    inbox: 'Inbox', messages: 'Messages', take: 'Take over', mine: 'You have this conversation', answer: 'Answer to the customer', hi: 'Hello Maria! I will write the order myself.',
    orders: 'Orders', fresh: 'New order', who: 'Customer: name or phone', choose: 'Choose', find: 'Find a product', add: /^Add: Lime honey/, recipient: 'Recipient', phone: 'Phone', address: 'Address', street: '7 Lime street', draft: 'Make the draft', place: 'Place the order', money: 'Money',
    note: 'Note received money', noted: 'Note it', paid: 'Paid', back: 'Give money back', sum: /^Amount, /, give: /^Give back\s/, refund: 'Refund', count: 'Orders today', sales: 'Sales today',
    human: 'Please get me a human', late: 'Maria, the order is packed', system: 'System', failed: 'Not delivered', why: /blocked/,
  },
};

const api = await botapi();
let browser;
before(async () => (browser = await open()));
after(async () => {
  await browser?.close();
  await api.close();
});

looks.forEach((look, turn) => {
  const m = said[look.lang];
  const name = `panel-whole-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: a shop from nothing, through its first day`, async (t) => {
    const settings = { TELEGRAM_API_URL: api.url, PRILAVOK_SECRET_KEY: randomBytes(32).toString('base64'), ...(turn === 0 ? {} : postgres()) };
    const shop = await start({ command: 'serve', settings });
    const v = await visit(browser, look);
    t.after(async () => {
      if (!t.passed) await shot(v.page, `${name}-stopped`);
      await shop.stop();
      shop.clean();
    });
    const { page } = v;
    const bot = turn === 0 ? tokens.first : tokens.second;
    const buyer = { ...customer, id: customer.id + turn, language_code: look.lang };
    const heading = (words, level = 1) => page.getByRole('heading', { level, name: words }).waitFor();
    const press = (words) => page.getByRole('main').getByRole('button', { name: words, exact: true }).click();
    const seen = async (what) => {
      await narrow(page);
      await accessible(page, `${name} ${what}`);
      await shot(page, `${name}-${what}`);
    };

    // The owner's account, by the link that the server printed.
    const [, link] = await shop.printed(/(http\S+\/panel\/#\/first\/\S+)/);
    await page.goto(link);
    await page.getByLabel(m.you).fill(owner.name);
    await page.getByLabel(m.mail).fill(owner.email);
    await page.getByLabel(m.secret).fill(owner.password);
    await seen('01-account');
    await page.locator('button[type=submit]').click();

    // The guide: a name, a product, a bot, a trial.
    await page.getByLabel(m.name).fill(m.shop);
    await press(m.on);
    await page.getByText(m.hand, { exact: true }).click();
    await page.getByLabel(m.what).fill(m.goods);
    await page.getByLabel(m.price).fill('450');
    await press(m.one);
    await page.getByText(m.goods).first().waitFor();
    await seen('02-goods');
    await press(m.on);
    await page.getByLabel(m.token).fill(bot);
    await press(m.connect);
    await heading(m.trial, 2);
    await page.getByLabel(m.message).fill(m.hello);
    await press(m.send);
    await page.getByRole('button', { name: m.well }).and(page.locator(':enabled')).waitFor();
    await seen('03-trial');
    await press(m.well);
    await press(m.end);
    await heading(m.home);
    await seen('04-home');

    // A picture for the product.
    await page.getByRole('navigation').getByRole('link', { name: m.products }).first().click();
    await page.getByRole('link', { name: m.goods }).first().press('Enter');
    await page.getByLabel(m.files).setInputFiles(photo);
    await page.getByRole('dialog').locator('canvas').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: m.put }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press(m.save);
    await page.getByText(m.saved).waitFor();
    await seen('05-product');

    // A customer asks the bot, then for a person.
    api.says(bot, buyer, m.hello);
    await api.told(buyer.id, new RegExp(m.goods));
    api.says(bot, buyer, m.human);
    await page.getByRole('navigation').getByRole('link', { name: m.inbox }).first().click();
    await page.locator('[data-conversation]').filter({ hasText: 'Мария' }).first().click();
    const talk = page.getByRole('log', { name: m.messages });
    await talk.getByText(m.human).first().waitFor();
    await page.getByRole('button', { name: m.take }).first().click();
    await page.getByText(m.mine).waitFor();
    await page.getByLabel(m.answer).fill(m.hi);
    await page.keyboard.press('Enter');
    await api.told(buyer.id, /Мария!|Maria!/);
    await seen('06-talk');

    // An order for them, paid by hand, half of it given back.
    const go = (to) => page.goto(`${new URL(link).origin}/panel/#${to}`);
    await page.getByRole('navigation').getByRole('link', { name: m.orders }).first().click();
    await page.getByRole('link', { name: m.fresh }).click();
    await page.getByRole('searchbox', { name: m.who }).fill('Мария');
    await press(m.choose);
    await page.getByRole('searchbox', { name: m.find }).fill(m.goods);
    await page.getByRole('button', { name: m.add }).click();
    await page.getByLabel(m.recipient).fill('Мария Пчёлкина');
    await page.getByLabel(m.phone).fill('+7 921 123-45-67');
    await page.getByLabel(m.address).fill(m.street);
    await seen('07-new-order');
    await press(m.draft);
    await press(m.place);
    const part = page.getByRole('region', { name: m.money, exact: true });
    await part.getByRole('button', { name: m.note }).click();
    await page.getByRole('dialog').getByRole('button', { name: m.noted }).click();
    await part.getByText(m.paid, { exact: true }).first().waitFor();
    await part.getByRole('button', { name: m.back }).first().click();
    await page.getByRole('dialog').getByLabel(m.sum).fill('200');
    await page.getByRole('dialog').getByRole('button', { name: m.give }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await part.getByText(m.refund, { exact: true }).first().waitFor();
    await seen('08-order');

    // Today's numbers have it.
    await page.getByRole('navigation').getByRole('link', { name: m.home }).first().click();
    const figure = (label) => page.locator('main').getByText(label, { exact: true }).locator('xpath=..');
    await figure(m.count).getByText('1', { exact: true }).waitFor();
    await figure(m.sales).getByText(/450/).waitFor();
    await seen('09-today');

    // The customer has blocked the bot: the message says why it did not arrive.
    api.block(buyer.id);
    await go('/inbox');
    await page.locator('[data-conversation]').filter({ hasText: 'Мария' }).first().click();
    await page.getByLabel(m.answer).fill(m.late);
    await page.keyboard.press('Enter');
    await talk.getByText(m.late).waitFor();
    await talk.getByText(m.why).first().waitFor();
    await seen('10-failed');
    await go('/system');
    await page.getByRole('heading', { level: 1, name: m.system }).waitFor();
    await seen('11-system');
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
});
