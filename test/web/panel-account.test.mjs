import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { accessible, shot, visit } from './browser.mjs';
import { owner, panel } from './panel.mjs';

const s = panel();

/** code is what an authenticator app shows: RFC 6238, steps from now. */
function code(secret, steps = 0) {
  const bits = [...secret.replaceAll(/[\s=]/g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** here is the shop by a name, which passkeys need: addresses in numbers have none. */
const here = () => s.shop.url.replace('127.0.0.1', 'localhost');

async function enter(v, { password = owner.password } = {}) {
  await v.page.getByLabel(/^(Электронная почта|E-mail)/).fill(owner.email);
  await v.page.getByLabel(/^(Пароль|Password)/).fill(password);
  await v.page.locator('button[type=submit]').click();
}

const inside = (v) => v.page.getByRole('navigation').first().waitFor();

async function narrow(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} px too wide`);
}

for (const look of [
  { shape: 'desktop', lang: 'ru', scheme: 'light' },
  { shape: 'phone', lang: 'en', scheme: 'dark' },
]) {
  test(`the account, ${look.shape} ${look.lang}: its parts, accessible`, async () => {
    const v = await s.signIn(look, '/account');
    await v.page.getByRole('heading', { level: 1, name: /^(Учётная запись и безопасность|Account and security)$/ }).waitFor();
    await v.page.getByText(/^(Этот браузер|This browser)$/).waitFor();
    await accessible(v.page, `account ${look.shape}`);
    await narrow(v.page);
    await shot(v.page, `panel-account-${look.shape}-${look.lang}-${look.scheme}`);
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}

test('a second step is switched on by the app, asked for, stood in for by a recovery code, and switched off', async () => {
  const v = await s.signIn({}, '/account');
  const part = v.page.getByRole('region', { name: 'Второй шаг' });
  await part.getByRole('button', { name: 'Включить' }).click();
  await part.getByRole('img', { name: /QR/ }).waitFor();
  await accessible(v.page, 'second step');
  await shot(v.page, 'panel-account-totp');
  const secret = await part.locator('[data-secret]').innerText();
  await part.locator('input').first().click();
  await v.page.keyboard.type(code(secret));
  const list = await part.getByLabel('Коды восстановления').last().innerText();
  const codes = list.trim().split('\n');
  assert.equal(codes.length, 10);
  await accessible(v.page, 'recovery codes');
  await shot(v.page, 'panel-account-recovery');

  const w = await visit(s.browser, { shape: 'phone', lang: 'en' });
  await w.page.goto(`${s.shop.url}/panel/#/sign-in`);
  await enter(w);
  await w.page.getByText('Code from your authenticator app').waitFor();
  await accessible(w.page, 'second step at the door');
  await shot(w.page, 'panel-sign-in-code');
  await w.page.getByRole('button', { name: 'Use a recovery code' }).click();
  await w.page.getByLabel(/^Recovery code/).fill(codes[0]);
  await w.page.locator('button[type=submit]').click();
  await inside(w);
  // The same code opens nothing again; the app's next one does.
  await w.page.goto(`${s.shop.url}/panel/#/account`);
  await w.page.getByRole('button', { name: 'Your account' }).click();
  await w.page.getByRole('menuitem', { name: 'Sign out' }).click();
  await enter(w);
  await w.page.getByRole('button', { name: 'Use a recovery code' }).click();
  await w.page.getByLabel(/^Recovery code/).fill(codes[0]);
  await w.page.locator('button[type=submit]').click();
  await w.page.getByRole('alert').waitFor();
  await w.page.getByRole('button', { name: 'Use the code of the app' }).click();
  await w.page.keyboard.type(code(secret, 1));
  await inside(w);
  await w.context.close();

  await part.getByRole('button', { name: 'Выключить' }).click();
  await part.getByRole('button', { name: 'Включить' }).waitFor();
  await v.context.close();
});

test('a passkey is added, renamed, signs in, and is removed', async () => {
  const v = await visit(s.browser);
  const cdp = await v.context.newCDPSession(v.page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await v.page.goto(`${here()}/panel/#/sign-in`);
  await enter(v);
  await inside(v);
  await v.page.goto(`${here()}/panel/#/account`);
  const part = v.page.getByRole('region', { name: 'Ключи доступа' });
  await part.getByRole('button', { name: 'Добавить ключ доступа' }).click();
  await part.getByText('ещё не использовался').waitFor();
  await part.getByRole('button', { name: /^Переименовать/ }).click();
  await part.getByLabel(/^Название ключа/).fill('Рабочий ноутбук');
  await part.getByRole('button', { name: 'Сохранить' }).click();
  await part.getByText('Рабочий ноутбук').waitFor();
  await accessible(v.page, 'passkeys');
  await shot(v.page, 'panel-account-passkeys');

  await v.page.getByRole('button', { name: 'Ваша учётная запись' }).click();
  await v.page.getByRole('menuitem', { name: 'Выйти' }).click();
  await v.page.getByRole('button', { name: 'С ключом доступа' }).waitFor();
  await accessible(v.page, 'the door with a passkey');
  await shot(v.page, 'panel-sign-in-passkey');
  await v.page.getByRole('button', { name: 'С ключом доступа' }).click();
  await inside(v);
  await v.page.goto(`${here()}/panel/#/account`);
  await part.getByRole('button', { name: 'Удалить Рабочий ноутбук' }).click();
  await part.getByText('Рабочий ноутбук').waitFor({ state: 'detached' });
  assert.deepEqual(v.problems, []);
  await v.context.close();
});

test('another browser is signed out from here while somebody types there: nothing typed is lost', async () => {
  const [v, w] = [await s.signIn({}, '/account'), await s.signIn({ lang: 'en' }, '/account')];
  await w.page.getByLabel(/^Your name/).fill('Anna the Second');
  await v.page.reload();
  const lines = v.page.locator('[data-session]');
  await lines.nth(1).waitFor();
  const all = v.page.getByRole('button', { name: 'Завершить все остальные' });
  const one = v.page.getByRole('button', { name: 'Завершить', exact: true });
  await ((await all.count()) ? all : one).click();
  await lines.nth(1).waitFor({ state: 'detached' });
  await w.page.getByRole('button', { name: 'Save' }).click();
  const dialog = w.page.getByRole('dialog');
  await dialog.getByLabel(/^E-mail/).fill(owner.email);
  await dialog.getByLabel(/^Password/).fill(owner.password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await w.page.getByLabel(/^Your name/).inputValue(), 'Anna the Second');
  await w.page.getByRole('button', { name: 'Save' }).click();
  await w.page.getByText('Your name is saved').waitFor();
  await v.context.close();
  await w.context.close();
});

test('the password is changed: the old one opens nothing, and guesses have to wait', async () => {
  const v = await s.signIn({}, '/account');
  const part = v.page.getByRole('region', { name: 'Пароль' });
  await part.getByRole('button', { name: 'Изменить', exact: true }).click();
  await part.getByLabel(/^Текущий пароль/).fill(owner.password);
  await part.getByLabel(/^Новый пароль/).fill('другая длинная фраза');
  await part.getByRole('button', { name: 'Сменить пароль' }).click();
  await v.page.getByText(/^Пароль сменён/).waitFor();
  const w = await visit(s.browser, { lang: 'en' });
  await w.page.goto(`${s.shop.url}/panel/#/sign-in`);
  for (let i = 0; i < 7 && !(await w.page.getByText('Too many attempts').isVisible()); i++) {
    const answer = w.page.waitForResponse((r) => r.url().endsWith('/auth/password'));
    await enter(w);
    await answer;
    await w.page.getByRole('alert').waitFor();
  }
  await w.page.getByText(/^Try again in 0:\d\d\./).waitFor();
  assert.ok(await w.page.locator('button[type=submit]').isDisabled());
  await accessible(w.page, 'too many attempts');
  await shot(w.page, 'panel-sign-in-wait');
  await v.page.getByText('Этот браузер').waitFor();
  await v.context.close();
  await w.context.close();
});
