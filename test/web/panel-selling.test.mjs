import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { call, looks, narrow, panel } from './panel.mjs';
import { field, log, words } from './visitor.mjs';

const s = panel();

const w = {
  ru: { way: 'Доставка', pickup: /амовывоз/, make: 'Оформить заказ', find: 'Найти товар', add: 'Добавить', who: 'Получатель', phone: 'Телефон', draft: 'Создать черновик', take: /^Оформить и взять ссылку/, answer: 'Ответ покупателю', send: 'Отправить', back: 'Вернуть деньги', give: /^Вернуть/, customer: 'Покупатель', close: 'Закрыть', all: 'Всё', goes: 'Деньги отправлены покупателю', search: 'кружка' },
  en: { way: 'Delivery', pickup: /ick ?up|ickup/, make: 'Make an order', find: 'Find a product', add: 'Add', who: 'Recipient', phone: 'Phone', draft: 'Make the draft', take: /^Place it and take the/, answer: 'Answer to the customer', send: 'Send', back: 'Give money back', give: /^Give back/, customer: 'Customer', close: 'Close', all: 'All of it', goes: 'The refund is on its way', search: 'mug' },
};

for (const look of looks) {
  const name = `panel-selling-${look.shape}-${look.lang}`;
  test(`${name}: an order, its payment link and a refund without leaving the conversation`, async () => {
    const t = w[look.lang];
    const phone = look.shape === 'phone';
    const customer = await s.enter({ lang: 'ru' });
    await field(customer.page, words.ru).fill(`Позовите человека, хочу заказать ${look.lang}`);
    await customer.page.keyboard.press('Enter');
    const v = await s.signIn(look, '/inbox');
    await v.page.locator('[data-conversation]').first().click();
    const side = async () => {
      if (!phone) return v.page.getByRole('complementary', { name: t.customer });
      await v.page.getByRole('button', { name: t.customer, exact: true }).click();
      return v.page.getByRole('dialog', { name: t.customer });
    };
    await (await side()).getByRole('button', { name: t.make }).click();
    const sheet = v.page.getByRole('dialog', { name: t.make });
    await sheet.getByRole('searchbox', { name: t.find }).fill(t.search);
    await sheet.getByRole('button', { name: new RegExp(`^${t.add}: `) }).first().click();
    await sheet.getByRole('combobox', { name: t.way }).or(sheet.getByLabel(t.way)).first().click();
    await v.page.getByRole('option', { name: t.pickup }).click();
    await sheet.getByLabel(t.who).fill('Мария Петрова');
    await sheet.getByLabel(t.phone).fill('+79211234567');
    await accessible(v.page, name);
    await shot(v.page, `${name}-form`);
    await sheet.getByRole('button', { name: t.draft }).click();
    await sheet.getByRole('button', { name: t.take }).first().waitFor();
    await accessible(v.page, `${name} draft`);
    await shot(v.page, `${name}-draft`);
    await sheet.getByRole('button', { name: t.take }).first().click();
    await shot(v.page, `${name}-placing`);
    await sheet.waitFor({ state: 'detached', timeout: 6000 });
    if (phone) await v.page.getByRole('dialog', { name: t.customer }).getByRole('button', { name: t.close }).click();
    await v.page.waitForFunction(() => [...document.querySelectorAll('textarea')].some((x) => /https?:\/\//.test(x.value)));
    await v.page.getByRole('button', { name: t.send, exact: true }).click();
    await log(customer.page).getByRole('link', { name: /http/ }).or(log(customer.page).getByText(/https?:\/\//)).first().waitFor();

    // The money comes, and half of it goes back.
    const id = new URL(v.page.url()).hash.match(/inbox\/([^?]+)/)[1];
    const c = await call(v.page, 'GET', `/conversations/${id}`);
    const { items } = await call(v.page, 'GET', `/orders?contact_id=${c.contact_id}`);
    assert.equal(items[0].conversation_id, id);
    await call(v.page, 'POST', `/orders/${items[0].id}/payments/received`, { amount: items[0].total });
    const back = (await side()).getByRole('button', { name: t.back });
    await v.page.reload();
    if (phone) await side();
    await back.click();
    const modal = v.page.getByRole('dialog', { name: t.back });
    await modal.getByRole('button', { name: t.give }).waitFor();
    await accessible(v.page, `${name} refund`);
    await shot(v.page, `${name}-refund`);
    await modal.getByRole('button', { name: t.give }).click();
    await v.page.getByText(t.goes).waitFor();
    await narrow(v.page);
    const after = await call(v.page, 'GET', `/orders/${items[0].id}/payments`);
    assert.ok(after.items.some((p) => p.operations.some((o) => o.kind === 'refund')), 'the refund was asked for');
    assert.deepEqual(v.problems.filter((x) => !/404/.test(x)), []);
    await v.context.close();
    await customer.context.close();
  });
}
