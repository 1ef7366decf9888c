import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { model } from './model.mjs';
import { call, looks, narrow, panel } from './panel.mjs';
import { field, log, words } from './visitor.mjs';

const peer = await model((text, role) => {
  if (role === 'tool') return 'Здравствуйте! Соберу подарок и положу открытку. Подсказать что-нибудь ещё?';
  if (/Сестре|шестьдесят/.test(text)) return 'Отличный повод! Что она любит?';
  return /открытк/.test(text) ? { tool: 'add_to_cart', args: { variant_id: 'var_none', quantity: 1 } } : 'Здравствуйте! Расскажите, для кого подарок?';
});
after(() => peer.stop());
const s = panel(async () => peer.settings);

const w = {
  ru: { answer: 'Ответ покупателю', messages: 'Сообщения', proposes: 'Ассистент предлагает', send: 'Отправить как есть', change: 'Изменить', drop: 'Убрать черновик', who: 'Кто отвечает', draft: 'Ассистент пишет черновик, отправляет человек', writes: 'Ассистент пишет черновики', from: 'Из черновика ассистента', as: 'черновик ассистента', changed: 'по черновику ассистента, с правкой', ask: 'Попросить черновик', cart: 'Положить в корзину: 1', tab: 'Черновики' },
  en: { answer: 'Answer to the customer', messages: 'Messages', proposes: 'The assistant proposes', send: 'Send as it is', change: 'Change', drop: 'Drop the draft', who: 'Who answers', draft: 'The assistant proposes, a person sends', writes: 'The assistant writes drafts', from: "From the assistant's draft", as: "the assistant's draft", changed: "the assistant's draft, changed", ask: 'Ask for a draft', cart: 'Put into the cart: 1', tab: 'Drafts' },
};

async function writes(customer, text) {
  await field(customer.page, words.ru).fill(text);
  await customer.page.keyboard.press('Enter');
  await log(customer.page).getByText(text).waitFor();
}

for (const look of looks) {
  const name = `panel-drafts-${look.shape}-${look.lang}`;
  test(`${name}: the assistant proposes, a person sends it, changes it, drops it`, async () => {
    const t = w[look.lang];
    const customer = await s.enter({ lang: 'ru' });
    await writes(customer, `Позовите, мне бы подарок ${look.lang}`);
    const v = await s.signIn(look, '/inbox');
    await v.page.locator('[data-conversation]').first().click();
    const said = v.page.getByRole('log', { name: t.messages });
    await said.getByText(`мне бы подарок ${look.lang}`).waitFor();
    const composer = v.page.getByLabel(t.answer);

    await v.page.getByRole('button', { name: t.who, exact: true }).click();
    await v.page.getByRole('menuitem', { name: t.draft }).click();
    await v.page.getByText(t.writes).waitFor();
    await writes(customer, 'И чтобы с открыткой');
    await v.page.getByText('Соберу подарок и положу открытку').waitFor();
    await v.page.getByText(t.cart).waitFor();
    assert.equal(await log(customer.page).getByText('Соберу подарок').count(), 0, 'nothing is said before a person sends it');
    await accessible(v.page, name);
    await narrow(v.page);
    await shot(v.page, `${name}-waits`);

    // By keyboard: into the field, changed, sent.
    await v.page.locator('body').click({ position: { x: 2, y: 2 } });
    await v.page.keyboard.press('d');
    await v.page.getByText(t.from).waitFor();
    await composer.fill('Здравствуйте! Соберу подарок с открыткой.');
    await shot(v.page, `${name}-field`);
    await composer.press('Enter');
    await log(customer.page).getByText('Соберу подарок с открыткой.').waitFor();
    await said.getByText(t.changed, { exact: true }).waitFor();
    await v.page.getByText(t.proposes).waitFor({ state: 'detached' });

    // The next words bring the next draft: it is sent as it is, and nobody took the conversation.
    await writes(customer, 'Сестре на день рождения');
    await v.page.getByText('Что она любит?').waitFor();
    await v.page.getByRole('button', { name: t.send }).click();
    await log(customer.page).getByText('Что она любит?').waitFor();
    await said.getByText(t.as, { exact: true }).waitFor();
    await v.page.getByText(t.writes).waitFor();

    // Asked for, and dropped.
    await v.page.getByRole('button', { name: t.ask }).click();
    await v.page.getByText(t.proposes).waitFor();
    await v.page.getByRole('button', { name: t.drop }).click();
    await v.page.getByText(t.proposes).waitFor({ state: 'detached' });
    assert.deepEqual(v.problems.filter((x) => !/404/.test(x)), []);
    await v.context.close();
    await customer.context.close();
  });
}

test('of two who send one draft one does; the other is told, and may send the words as their own', async () => {
  const customer = await s.enter({ lang: 'ru' });
  await writes(customer, 'Выбираю подарок маме');
  const [a, b] = [await s.signIn({}, '/inbox'), await s.signIn({}, '/inbox')];
  for (const v of [a, b]) await v.page.locator('[data-conversation]').first().click();
  await a.page.getByRole('button', { name: w.ru.who, exact: true }).click();
  await a.page.getByRole('menuitem', { name: w.ru.draft }).click();
  await writes(customer, 'Ей шестьдесят');
  for (const v of [a, b]) await v.page.getByText(w.ru.proposes).waitFor();
  await b.page.getByRole('button', { name: w.ru.change }).click();
  await a.page.getByRole('button', { name: w.ru.send }).click();
  await log(customer.page).getByText('Что она любит?').waitFor();
  await b.page.getByLabel(w.ru.answer).press('Enter');
  await b.page.getByRole('log', { name: w.ru.messages }).getByText('Этот черновик уже отправили или убрали.').waitFor();
  assert.equal(await log(customer.page).getByText('Что она любит?').count(), 1);
  const list = await call(a.page, 'GET', '/conversations?draft=true');
  assert.equal(list.items.length, 0);
  for (const v of [a, b, customer]) await v.context.close();
});
