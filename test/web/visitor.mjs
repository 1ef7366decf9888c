// A visitor who finds their way by what they see: roles and names, no selectors of ours.
import assert from 'node:assert/strict';

/** The words that the walks look for, in both languages. */
export const words = {
  ru: {
    message: 'Напишите сообщение', send: 'Отправить', phone: 'Номер телефона', operator: 'Оператор', about: 'О магазине', openPanel: 'О магазине и разделы', close: 'Закрыть',
    catalog: 'Каталог', cart: 'Корзина', orders: 'Заказы', show: 'Показать каталог', toCart: /в корзину/i, checkout: /оформить/i, confirm: /подтвер/i,
    placed: /заказ[^.]*№\s*\S+/i, order: /№\s*([A-ZА-Я]*-?\d+)/, name: 'Анна Петрова', address: 'ул. Тверская, д. 1, кв. 5', city: 'Москва', where: 'Где мой заказ?',
    toOther: 'RU. Переключить на английский', away: /нет сети/i, dark: 'Включить тёмную тему', skip: /без комментария|пропустить/i, back: /назад|отмен|исправить|стоп|прервать|✎/i,
  },
  en: {
    message: 'Write a message', send: 'Send', phone: 'Phone number', operator: 'Operator', about: 'About the shop', openPanel: 'About the shop and categories', close: 'Close',
    catalog: 'Catalog', cart: 'Cart', orders: 'Orders', show: 'Show the catalog', toCart: /add to cart|to cart/i, checkout: /check ?out|place/i, confirm: /confirm/i,
    placed: /order[^.]*(№|#)\s*\S+/i, order: /(?:№|#)\s*([A-ZА-Я]*-?\d+)/, name: 'Anna Petrova', address: '1 Tverskaya st, flat 5', city: 'Moscow', where: 'Where is my order?',
    toOther: 'EN. Switch to Russian', away: /you are offline/i, dark: 'Switch to the dark theme', skip: /skip|no comment/i, back: /back|cancel|change|stop|✎/i,
  },
};

export const log = (page) => page.getByRole('log');
export const field = (page, w) => page.getByRole('textbox', { name: w.message });

/** quiet waits until the shop has answered: it spoke last, nothing is pending, nobody types. */
export async function quiet(page) {
  await page.waitForFunction(
    () => document.querySelector('[role=log]')?.lastElementChild?.matches('.theirs') && !document.querySelector('.message.sending, .typing .bubble, [aria-busy="true"]'),
    null,
    { timeout: 15_000 },
  );
}

/** answered does something and waits until the conversation has changed. */
export async function answered(page, act) {
  const before = await log(page).innerText();
  await act();
  await page.waitForFunction((old) => document.querySelector('[role=log]').innerText !== old, before, { timeout: 15_000 });
  await quiet(page);
}

export async function say(page, w, text) {
  await field(page, w).fill(text);
  await answered(page, () => page.keyboard.press('Enter'));
}

/** lastButtons are the buttons of the newest message of the shop that has some. */
async function lastButtons(page) {
  return page.evaluate(() => {
    const said = [...document.querySelectorAll('.message.theirs')].reverse().find((m) => m.querySelector('.buttons button'));
    if (!said) return [];
    return [...said.querySelectorAll('.buttons button')].map((b) => b.innerText.trim());
  });
}

/** press presses the newest button with a name. */
export async function press(page, name) {
  const said = page.locator('.message.theirs').filter({ has: page.locator('.buttons button') }).last();
  await answered(page, () => said.getByRole('button', { name, exact: typeof name === 'string' }).first().click());
}

/** fillCart goes from the first screen to a product in the cart, by what is offered. */
export async function fillCart(page, w, seen) {
  await answered(page, () => page.getByRole('button', { name: w.show }).click());
  await seen('categories');
  for (let step = 0; step < 6; step++) {
    const buttons = await lastButtons(page);
    if (buttons.some((b) => w.checkout.test(b))) return;
    const next = buttons.find((b) => w.toCart.test(b)) ?? buttons.find((b) => /\d/.test(b) && /₽/.test(b)) ?? buttons.find((b) => !w.back.test(b));
    assert.ok(next, 'the catalog offers nothing to press');
    await press(page, next);
    await seen(`catalog-${step}`);
  }
  throw new Error(`nothing could be put into the cart; the last words were: ${await lastShop(page)}`);
}

/** checkout answers every question of the shop until the order has a number; way is how it is paid, where that is asked. */
export async function checkout(page, w, seen, way = /$^/) {
  await press(page, w.checkout);
  const typed = [w.name, w.city, w.address];
  for (let step = 0; step < 14; step++) {
    const text = await lastShop(page);
    if (w.placed.test(text)) return w.order.exec(text)[1];
    await seen(`checkout-${step}`);
    const phone = page.getByRole('textbox', { name: w.phone });
    if (await phone.count()) {
      await phone.fill('8 921 123-45-67');
      await answered(page, () => page.keyboard.press('Enter'));
      continue;
    }
    const buttons = await lastButtons(page);
    const yes = buttons.find((b) => way.test(b)) ?? buttons.find((b) => w.confirm.test(b)) ?? buttons.find((b) => w.skip.test(b)) ?? buttons.find((b) => !w.back.test(b));
    if (yes) await press(page, yes);
    else await say(page, w, typed.shift() ?? w.address);
  }
  throw new Error(`no order after 14 steps; the last words were: ${await lastShop(page)}`);
}

/** lastShop is what the shop said last. */
export async function lastShop(page) {
  return page.evaluate(() => [...document.querySelectorAll('.message.theirs')].at(-1)?.innerText ?? '');
}
