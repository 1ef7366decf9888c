import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, shot, visit } from './browser.mjs';
import { looks, panel } from './panel.mjs';
import { postgres, start } from './shop.mjs';
import { field, log, words } from './visitor.mjs';

const place = postgres();
const s = panel(async () => place);

const w = {
  ru: { inbox: 'Диалоги', answer: 'Ответ покупателю', send: 'Отправить', take: 'Взять разговор', mine: 'Разговор ведёте вы', back: 'Вернуть ассистенту', pending: 'Отвечает ассистент. Напишите', note: 'Заметка для коллег', list: 'Назад к списку', customer: 'Покупатель', close: 'Закрыть', messages: 'Сообщения', wait: /Ждёт связи/, force: 'Взять разговор и отправить' },
  en: { inbox: 'Inbox', answer: 'Answer to the customer', send: 'Send', take: 'Take over', mine: 'You have this conversation', back: 'Hand back to the assistant', pending: 'The assistant answers. Write', note: 'Note for colleagues', list: 'Back to the list', customer: 'Customer', close: 'Close', messages: 'Messages' },
};

const said = (page, lang) => page.getByRole('log', { name: w[lang].messages });
const rows = (page) => page.locator('[data-conversation]');

const ids = (page) => rows(page).evaluateAll((all) => all.map((r) => r.dataset.conversation));

/** writes is what a customer says in the chat page, without waiting for an answer. */
async function writes(customer, text) {
  await field(customer.page, words.ru).fill(text);
  await customer.page.keyboard.press('Enter');
  await log(customer.page).getByText(text).waitFor();
}

/** says is what an operator writes, and that the server has it. */
async function says(page, text, lang = 'ru') {
  await page.getByLabel(w[lang].answer).fill(text);
  await page.keyboard.press('Enter');
  await said(page, lang).getByText(text).waitFor();
}

for (const look of looks) {
  const name = `panel-inbox-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: a customer writes, an operator takes over, answers and hands back`, async () => {
    const t = w[look.lang];
    const phone = look.shape === 'phone';
    const v = await s.signIn(look, '/inbox');
    await v.page.getByRole('heading', { level: 1, name: t.inbox }).waitFor();
    const before = await ids(v.page);
    await accessible(v.page, `${name} list`);
    const customer = await s.enter({ lang: 'ru' });
    await writes(customer, 'Позовите человека, пожалуйста');
    const fresh = await v.page.waitForFunction((known) => [...document.querySelectorAll('[data-conversation]')].map((r) => r.dataset.conversation).find((id) => !known.includes(id)), before);
    await v.page.locator(`[data-conversation="${await fresh.jsonValue()}"]`).click();
    await said(v.page, look.lang).getByText('Позовите человека').waitFor();
    await shot(v.page, `${name}-open`);
    await v.page.getByRole('button', { name: t.take }).first().click();
    await v.page.getByText(t.mine).waitFor();
    await says(v.page, `Здравствуйте, я Анна <b>${look.lang}</b>`, look.lang);
    await log(customer.page).getByText(`я Анна <b>${look.lang}</b>`).waitFor();
    await writes(customer, 'доставка');
    await said(v.page, look.lang).getByText('доставка', { exact: true }).waitFor();
    assert.equal(await said(v.page, look.lang).getByText('доставка', { exact: true }).count(), 1);
    await v.page.getByRole('group').or(v.page.getByRole('radiogroup')).getByText(look.lang === 'ru' ? 'Заметка' : 'Note', { exact: true }).click();
    await v.page.getByLabel(t.note).fill('Скидка обещана');
    await v.page.keyboard.press('Enter');
    await said(v.page, look.lang).getByText('Скидка обещана').waitFor();
    assert.equal(await log(customer.page).getByText('Скидка обещана').count(), 0, 'a note stays with the shop');
    await accessible(v.page, `${name} conversation`);
    await shot(v.page, `${name}-taken`);
    if (await v.page.getByRole('button', { name: t.customer, exact: true }).count()) {
      await v.page.getByRole('button', { name: t.customer, exact: true }).click();
      const side = v.page.getByRole('dialog', { name: t.customer });
      await side.waitFor();
      await accessible(v.page, `${name} customer`);
      await shot(v.page, `${name}-customer`);
      await side.getByRole('button', { name: t.close }).click();
      await side.waitFor({ state: 'detached' });
    }
    await v.page.getByRole('button', { name: t.back }).click();
    await v.page.getByText(t.pending).waitFor();
    if (phone) {
      // What was done is told over the way back, until it is closed.
      for (const told of await v.page.getByRole('alert').getByRole('button', { name: t.close }).all()) await told.click().catch(() => {});
      await v.page.getByRole('link', { name: t.list }).click();
      await rows(v.page).first().waitFor();
      assert.equal(await said(v.page, look.lang).count(), 0);
    }
    const wide = await v.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `the page is ${wide} pixels wider than the screen`);
    // What a conversation does not have is answered 404: it was never handed over, nothing is proposed.
    assert.deepEqual(v.problems.filter((x) => !/404/.test(x)), []);
    await v.context.close();
    await customer.context.close();
  });
}

/** begun is a customer whose conversation an operator has open and has taken. */
async function begun(text) {
  const customer = await s.enter({ lang: 'ru' });
  await writes(customer, text);
  const v = await s.signIn({}, '/inbox');
  await rows(v.page).first().click();
  await said(v.page, 'ru').getByText(text).waitFor();
  await v.page.getByRole('button', { name: w.ru.take }).first().click();
  await v.page.getByText(w.ru.mine).waitFor();
  return { customer, v };
}

const times = (page, text) => said(page, 'ru').locator('article').filter({ hasText: text }).count();

/** becomes waits until what is read is so: a page that was just loaded, or caught up, shows it a moment later. */
const becomes = async (page, read, want) => {
  for (let n = 0; n < 100 && (await read()) !== want; n++) await page.evaluate(() => new Promise(requestAnimationFrame));
  assert.equal(await read(), want);
};

test('what is written offline, and what is not sent yet, survives a reload and arrives once', async () => {
  const { customer, v } = await begun('Есть ли лён два метра?');
  await v.page.getByLabel(w.ru.answer).fill('Черновик');
  await v.page.reload();
  await becomes(v.page, () => v.page.getByLabel(w.ru.answer).inputValue(), 'Черновик');
  await v.context.setOffline(true);
  await v.page.getByLabel(w.ru.answer).fill('Есть, два с половиной');
  await v.page.keyboard.press('Enter');
  await said(v.page, 'ru').getByText(w.ru.wait).waitFor();
  await writes(customer, 'И какой цены?');
  await v.context.setOffline(false);
  await log(customer.page).getByText('Есть, два с половиной').waitFor();
  await said(v.page, 'ru').getByText('И какой цены?').waitFor();
  await said(v.page, 'ru').getByText(w.ru.wait).waitFor({ state: 'detached' });
  await becomes(v.page, () => times(v.page, 'Есть, два с половиной'), 1);
  await becomes(v.page, () => log(customer.page).getByText('Есть, два с половиной').count(), 1);
  await v.context.close();
  await customer.context.close();
});

test('a restart of the server loses nothing and doubles nothing', async () => {
  const { customer, v } = await begun('А скатерти бывают?');
  const { url, data } = s.shop;
  await s.shop.stop();
  await v.page.getByLabel(w.ru.answer).fill('Бывают, из льна');
  await v.page.keyboard.press('Enter');
  await said(v.page, 'ru').getByText(w.ru.wait).waitFor();
  const printed = s.shop.printed;
  s.shop = { ...(await start({ data, listen: new URL(url).host, settings: place })), printed };
  await log(customer.page).getByText('Бывают, из льна').waitFor({ timeout: 20_000 });
  await writes(customer, 'Спасибо, беру');
  await said(v.page, 'ru').getByText('Спасибо, беру').waitFor({ timeout: 20_000 });
  for (const text of ['А скатерти бывают?', 'Бывают, из льна', 'Спасибо, беру']) assert.equal(await times(v.page, text), 1, text);
  await v.context.close();
  await customer.context.close();
});

for (const look of looks) {
  const ru = look.lang === 'ru';
  const name = `panel-inbox-search-${look.shape}-${look.lang}`;
  test(`${name}: a conversation is found by what was said in it`, async () => {
    const customer = await s.enter({ lang: 'ru' });
    await writes(customer, `Позовите человека: бабушкин комод ${look.lang} шатается`);
    const v = await s.signIn(look, '/inbox');
    await rows(v.page).first().waitFor();
    await v.page.getByRole('searchbox', { name: ru ? 'Имя или слова' : 'Name or words' }).fill(`комоды ${look.lang}`);
    await v.page.locator('mark').filter({ hasText: 'комод' }).waitFor();
    assert.equal(await rows(v.page).count(), 1);
    await accessible(v.page, name);
    await shot(v.page, name);
    await v.page.getByRole('searchbox').fill('буфет');
    await rows(v.page).first().waitFor({ state: 'detached' });
    assert.deepEqual(v.problems.filter((x) => !/404/.test(x)), []);
    await v.context.close();
    await customer.context.close();
  });
}

for (const look of looks) {
  const ru = look.lang === 'ru';
  const name = `panel-inbox-ready-${look.shape}-${look.lang}`;
  test(`${name}: an answer is written once, and brought by a slash with the customer's words in place`, async () => {
    const customer = await s.enter({ lang: 'ru' });
    await writes(customer, `Подскажите про сроки ${look.lang}`);
    const v = await s.signIn(look, '/inbox');
    await v.page.getByRole('button', { name: ru ? 'Настроить под себя' : 'How you like the inbox' }).click();
    await v.page.getByRole('menuitem', { name: ru ? 'Готовые ответы' : 'Ready answers' }).click();
    const sheet = v.page.getByRole('dialog', { name: ru ? 'Готовые ответы' : 'Ready answers' });
    await sheet.getByRole('button', { name: ru ? 'Новый ответ' : 'New answer' }).click();
    await sheet.getByLabel(ru ? 'Название' : 'Title').fill(`Сроки ${look.lang}`);
    await sheet.getByLabel(ru ? 'Сокращение' : 'Shortcut').fill(`сроки-${look.lang}`);
    await sheet.getByLabel(ru ? 'Текст по-русски' : 'Text in Russian').fill(`Везём два дня ${look.lang}, {name}. Заказ {order}.`);
    await accessible(v.page, name);
    await shot(v.page, name);
    await sheet.getByRole('button', { name: ru ? 'Сохранить' : 'Save' }).click();
    await sheet.getByText(`Сроки ${look.lang}`).waitFor();
    await shot(v.page, `${name}-list`);
    await v.page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await rows(v.page).first().click();
    await v.page.getByRole('button', { name: w[look.lang].take }).first().click();
    await v.page.getByText(w[look.lang].mine).waitFor();
    const box = v.page.getByLabel(w[look.lang].answer);
    await box.fill(`/сроки-${look.lang}`);
    await v.page.getByRole('option').first().waitFor();
    await shot(v.page, `${name}-menu`);
    await v.page.keyboard.press('Enter');
    await v.page.waitForFunction((lang) => [...document.querySelectorAll('textarea')].some((t) => t.value.includes(`Везём два дня ${lang}`)), look.lang);
    assert.ok(!(await box.inputValue()).includes('{'), 'no place is left open');
    assert.deepEqual(v.problems.filter((x) => !/404/.test(x)), []);
    await v.context.close();
    await customer.context.close();
  });
}

test('of two operators one has the conversation, and the other is told', async () => {
  const { customer, v } = await begun('Кто мне ответит?');
  const second = await invited(v);
  const address = new URL(v.page.url()).hash;
  await second.page.goto(`${s.shop.url}/panel/${address}`);
  await second.page.getByText('Разговор ведёт Анна Лавкина').waitFor();
  await second.page.getByLabel(w.ru.answer).fill('Отвечу я');
  await second.page.keyboard.press('Enter');
  await said(second.page, 'ru').getByText('Не отправлено: разговор сейчас ведёт Анна Лавкина.').waitFor();
  assert.equal(await log(customer.page).getByText('Отвечу я').count(), 0);
  await said(second.page, 'ru').getByRole('button', { name: w.ru.force }).click();
  await log(customer.page).getByText('Отвечу я').waitFor();
  await v.page.getByText('Разговор ведёт Пётр Второй').waitFor();
  await second.context.close();
  await v.context.close();
  await customer.context.close();
});

/** invited is a second operator, with a profile of their own. */
async function invited(owner) {
  const ask = (page, path, body) =>
    page.evaluate(
      async ([path, body]) => {
        const headers = { 'Content-Type': 'application/json', 'X-Prilavok': 'panel', 'Idempotency-Key': crypto.randomUUID() };
        const r = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
        if (!r.ok) throw new Error(await r.text());
        return r.json();
      },
      [path, body],
    );
  const made = await ask(owner.page, '/api/v1/invitations', { role: 'operator', email: 'petr@example.com' });
  const token = JSON.stringify(made).match(/invitation\/([^"/]+)/)?.[1] ?? made.token;
  const v = await visit(s.browser, {});
  await v.page.goto(`${s.shop.url}/panel/#/sign-in`);
  await ask(v.page, `/auth/invitation/${encodeURIComponent(token)}`, { email: 'petr@example.com', name: 'Пётр Второй', password: 'сушки и самовар в углу' });
  v.problems.length = 0;
  return v;
}
