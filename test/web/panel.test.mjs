import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, shot, visit } from './browser.mjs';
import { looks, owner, panel } from './panel.mjs';

const s = panel();

for (const look of looks) {
  const name = `panel-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: the owner comes in, sees orders and goes out`, async () => {
    const v = await s.signIn(look);
    await accessible(v.page, `${name} home`);
    await v.page.getByRole('link', { name: /^(Заказы|Orders)$/ }).first().click();
    await v.page.getByRole('heading', { level: 1, name: /^(Заказы|Orders)$/ }).waitFor();
    await v.page.getByText(/^(Заказов пока нет|No orders yet)$/).waitFor();
    await accessible(v.page, `${name} orders`);
    await shot(v.page, `${name}-orders`);
    await v.page.getByRole('button', { name: /Ваша учётная запись|Your account/ }).click();
    await v.page.getByRole('menuitem', { name: /^(Выйти|Sign out)$/ }).click();
    await v.page.locator('input[type=password]').waitFor();
    await accessible(v.page, `${name} sign-in`);
    await shot(v.page, `${name}-sign-in`);
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}

test('a session that has ended is asked for over the page, which goes on', async () => {
  const v = await s.signIn({}, '/orders');
  await v.context.clearCookies();
  await v.page.getByRole('searchbox').fill('Мария');
  const dialog = v.page.getByRole('dialog');
  await dialog.getByLabel(/^Электронная почта/).fill(owner.email);
  await dialog.getByLabel(/^Пароль/).fill(owner.password);
  await dialog.getByRole('button', { name: 'Войти' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await v.page.getByRole('searchbox').inputValue(), 'Мария');
  await v.page.getByText('Таких заказов нет').waitFor();
  await v.context.close();
});

test('the link of the first run works once', async () => {
  const [, link] = await s.shop.printed(/(http\S+\/panel\/#\/first\/\S+)/);
  const v = await visit(s.browser);
  await v.page.goto(link);
  await v.page.getByLabel('Ваше имя').fill('Чужой');
  await v.page.getByLabel(/^Электронная почта/).fill('stranger@example.com');
  await v.page.getByLabel(/^Пароль/).fill('совсем другая фраза');
  await v.page.locator('button[type=submit]').click();
  await v.page.getByRole('alert').waitFor();
  assert.equal(await v.page.getByRole('navigation').count(), 0);
  await v.context.close();
});
