// panel.mjs LOOK GIVEN: one walk through the panel's static build beside Supabase. What
// happens outside of the browser it asks panel_test.go for, which starts it.
import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { accessible, open, shot, visit } from '../web/browser.mjs';
import { narrow } from '../web/panel.mjs';

const [look, text] = process.argv.slice(2);
const given = JSON.parse(text);
const [shape, lang, scheme] = look.split('-');
const w = {
  ru: { wrong: /парол/i, answer: 'Ответ покупателю', take: 'Взять разговор', mine: 'Разговор ведёте вы', messages: 'Сообщения', out: 'Выйти', lost: 'Нужно войти заново' },
  en: { wrong: /password/i, answer: 'Answer to the customer', take: 'Take over', mine: 'You have this conversation', messages: 'Messages', out: 'Sign out', lost: 'Your session has ended' },
}[lang];

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** ask lets something happen outside, and waits until it has. */
async function ask(what, words = '') {
  console.log(`do ${what} ${words}`);
  return JSON.parse((await answers.next()).value);
}

const began = Date.now();
const browser = await open();
try {
  await walk(await visit(browser, { shape, lang, scheme }));
} finally {
  await browser.close();
}
console.log('walked');
process.exit(0);

async function walk({ page, problems }) {
  const seen = async (what) => {
    console.log(`${what}: ${Date.now() - began} ms`);
    await accessible(page, `${look} ${what}`);
    await narrow(page);
    await shot(page, `panel-beside-${look}-${what}`);
  };
  /** refused takes the browser's own lines about answers that were asked for here; all else stays a problem. */
  const refused = (...statuses) => {
    const other = problems.filter((p) => !statuses.some((s) => p.includes(`status of ${s}`)));
    problems.splice(0, problems.length, ...other);
  };
  const enter = async (password) => {
    await page.getByLabel(/^(Электронная почта|E-mail)/).fill(given.email);
    await page.getByLabel(/^(Пароль|Password)/).fill(password);
    await page.locator('button[type=submit]').click();
  };
  /** ranOut lets the access token be over by the page's own clock. */
  const ranOut = () => page.evaluate(() => localStorage.setItem('prilavok.session', JSON.stringify({ ...JSON.parse(localStorage.getItem('prilavok.session')), until: 0 })));
  /** says writes an answer and waits until the API has it: the page shows it before. */
  const says = async (words) => {
    if (words) await answer.fill(words);
    await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST' && /\/messages$/.test(new URL(r.url()).pathname) && r.ok()), answer.press('Enter')]);
  };
  const log = page.getByRole('log', { name: w.messages });
  const answer = page.getByLabel(w.answer);

  await page.goto(given.panel);
  await page.getByLabel(/^(Пароль|Password)/).waitFor();
  await enter('не тот пароль');
  await page.getByRole('alert').getByText(w.wrong).waitFor();
  await seen('1-wrong');
  refused(400, 401);
  await enter(given.password);
  await page.getByRole('navigation').first().waitFor();
  await page.waitForLoadState('networkidle');
  await seen('2-home');

  await page.goto(`${given.panel}#/orders`);
  await page.getByText(given.order).first().waitFor();
  await seen('3-orders');
  await page.getByRole('row').filter({ hasText: given.order }).locator('a').first().click();
  await page.getByRole('heading', { level: 1, name: new RegExp(given.order) }).waitFor();
  await seen('4-order');

  // What a customer writes while the page is open comes by itself, without a stream.
  await page.goto(`${given.panel}#/inbox`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await ask('say', 'Позовите человека, пожалуйста');
  await page.locator('[data-conversation]').filter({ hasText: look }).first().click();
  await log.getByText('Позовите человека').waitFor();
  await page.getByRole('button', { name: w.take }).first().click();
  await page.getByText(w.mine).waitFor();
  await says(`Здравствуйте, это ${look}`);
  await log.getByText(`это ${look}`).waitFor();
  assert.match(await ask('sees'), new RegExp(`это ${look}`), 'the customer was sent the answer');
  await seen('5-inbox');

  // A token that ran out is exchanged; nobody notices, and what is typed stays.
  await answer.fill('Доставка завтра');
  const [before] = await ask('counted');
  await ranOut();
  await ask('say', 'И сколько она стоит?');
  await log.getByText('И сколько она стоит?').waitFor();
  const [after] = await ask('counted');
  assert.equal(after, before + 1, 'one exchange, however many requests');
  assert.equal(await answer.inputValue(), 'Доставка завтра');
  assert.deepEqual(problems, []);

  // A session that was ended elsewhere is asked for over the page, which keeps the text.
  await ask('end');
  await ranOut();
  const again = page.getByRole('dialog', { name: w.lost });
  await again.waitFor();
  assert.equal(await again.getByLabel(/^(Электронная почта|E-mail)/).evaluate((e) => e === document.activeElement), true, 'one may type at once');
  await seen('6-ended');
  await enter(given.password);
  await again.waitFor({ state: 'detached' });
  refused(400, 401);
  assert.equal(await answer.inputValue(), 'Доставка завтра');
  await says();
  await log.getByText('Доставка завтра').waitFor();
  assert.match(await ask('sees'), /Доставка завтра/);

  const [, left] = await ask('counted');
  await page.goto(`${given.panel}#/`);
  await page.getByRole('button', { name: /Ваша учётная запись|Your account/ }).first().click();
  await page.getByRole('menuitem', { name: w.out }).click();
  await page.getByLabel(/^(Пароль|Password)/).waitFor();
  await seen('7-out');
  assert.equal((await ask('counted'))[1], left + 1, 'Auth was told');
  assert.equal(await page.evaluate(() => localStorage.getItem('prilavok.session')), null);
  refused(401);
  assert.deepEqual(problems, []);
}
