import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, shot, visit } from './browser.mjs';
import { looks, panel } from './panel.mjs';

const s = panel();
const inside = (v) => v.page.getByRole('navigation').first().waitFor();

async function narrow(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} px too wide`);
}

for (const look of looks) {
  const name = `panel-team-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: people, roles, the log and programs, accessible`, async () => {
    const v = await s.signIn(look, '/team');
    await v.page.getByRole('rowheader').first().waitFor();
    await accessible(v.page, name);
    await narrow(v.page);
    await shot(v.page, name);
    await v.page.goto(`${s.shop.url}/panel/#/team/changes`);
    await v.page.getByRole('heading', { level: 1, name: /^(Журнал изменений|Log of changes)$/ }).waitFor();
    await v.page.getByText(/^(Это всё\.|That is all\.|Пока ничего не меняли|Nothing has been changed yet)$/).waitFor();
    await accessible(v.page, `${name} log`);
    await narrow(v.page);
    await shot(v.page, `${name}-log`);
    await v.page.goto(`${s.shop.url}/panel/#/keys`);
    await v.page.getByRole('region', { name: /^(Вебхуки|Webhooks)$/ }).waitFor();
    await accessible(v.page, `${name} programs`);
    await narrow(v.page);
    await shot(v.page, `${name}-programs`);
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}

test('an invited viewer comes in, may change nothing whatever a request says, gets a new password, and leaves', async () => {
  const v = await s.signIn({}, '/team');
  await v.page.getByRole('combobox', { name: /^Роль$/ }).click();
  await v.page.getByRole('option', { name: 'Наблюдатель' }).click();
  await v.page.getByRole('button', { name: 'Сделать ссылку' }).click();
  const link = (await v.page.getByLabel('Ссылка приглашения').last().innerText()).trim();
  assert.match(link, /\/panel\/#\/invitation\//);
  await v.page.locator('[data-invitation]').waitFor();
  await accessible(v.page, 'an invitation');

  const w = await visit(s.browser, { shape: 'phone', lang: 'en' });
  await w.page.goto(link);
  await w.page.getByText(/invites you/).waitFor();
  await accessible(w.page, 'the invitation');
  await shot(w.page, 'panel-invitation');
  await w.page.getByLabel(/^Your name/).fill('Boris');
  await w.page.getByLabel(/^E-mail/).fill('boris@example.com');
  await w.page.getByLabel(/^Password/).fill('борис и длинная фраза');
  await w.page.locator('button[type=submit]').click();
  await inside(w);
  const refused = await w.page.evaluate(async () => {
    const head = { 'X-Prilavok': 'panel', 'Content-Type': 'application/json', 'X-Role': 'owner' };
    const ask = (path, body) => fetch(`/api/v1/${path}`, { method: 'POST', headers: { ...head, 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify(body) });
    const answers = [await ask('invitations?role=owner', { role: 'owner' }), await ask('api-keys', { name: 'x', scopes: ['all'], role: 'owner' }), await ask('webhooks', { url: 'https://crm.example.com' })];
    return answers.map((r) => r.status);
  });
  assert.deepEqual(refused, [403, 403, 403]);

  await v.page.reload();
  const line = v.page.locator('[data-member]').filter({ hasText: 'Boris' });
  await line.getByRole('button', { name: /^Ещё/ }).click();
  await v.page.getByRole('menuitem', { name: 'Ссылка на новый пароль' }).click();
  const reset = (await v.page.getByLabel(/^Ссылка на новый пароль: Boris/).last().innerText()).trim();
  await w.page.goto(reset);
  await w.page.getByLabel(/^Password/).fill('совсем новая фраза');
  await accessible(w.page, 'a new password');
  await shot(w.page, 'panel-reset');
  await w.page.locator('button[type=submit]').click();
  await w.page.getByRole('link', { name: 'To the sign-in' }).click();
  await w.page.getByLabel(/^E-mail/).fill('boris@example.com');
  await w.page.getByLabel(/^Password/).fill('совсем новая фраза');
  await w.page.locator('button[type=submit]').click();
  await inside(w);

  await line.getByRole('button', { name: /^Ещё/ }).click();
  await v.page.getByRole('menuitem', { name: 'Отозвать все права' }).click();
  await v.page.getByRole('dialog').getByRole('button', { name: 'Отозвать все права' }).click();
  await v.page.getByText('Ушли: 1').waitFor();
  await v.page.getByRole('link', { name: 'Журнал изменений' }).click();
  await v.page.locator('[data-change]').filter({ hasText: 'members.end' }).waitFor();
  await shot(v.page, 'panel-team-log-filled');
  await v.page.getByRole('searchbox', { name: /^Операция/ }).fill('invitations.create');
  await v.page.locator('[data-change]').filter({ hasText: 'members.end' }).waitFor({ state: 'detached' });
  assert.match(v.page.url(), /action=invitations\.create/);
  await v.context.close();
  await w.context.close();
});

test('a key is issued, shown once and revoked; a webhook is added with its secret and switched off', async () => {
  const v = await s.signIn({ lang: 'en' }, '/keys');
  await v.page.getByLabel(/^Name of the program/).fill('1C');
  await v.page.getByRole('combobox', { name: /^What it may do/ }).click();
  await v.page.getByRole('option', { name: 'orders:read' }).click();
  await v.page.keyboard.press('Escape');
  await v.page.getByRole('button', { name: 'Issue a key' }).click();
  const secret = (await v.page.getByLabel('The key of 1C').last().innerText()).trim();
  assert.match(secret, /^prk_/);
  const ask = () => fetch(`${s.shop.url}/api/v1/orders`, { headers: { Authorization: `Bearer ${secret}` } });
  assert.equal((await ask()).status, 200);
  await accessible(v.page, 'a new key');
  await shot(v.page, 'panel-keys-new');
  await v.page.getByRole('button', { name: 'Revoke 1C' }).click();
  await v.page.locator('[data-key]').waitFor({ state: 'detached' });
  assert.equal((await ask()).status, 401);

  await v.page.getByLabel(/^Address/).fill('https://crm.example.com/in');
  await v.page.getByRole('button', { name: 'Add', exact: true }).click();
  await v.page.getByLabel('The secret of the webhook').last().waitFor();
  const hook = v.page.locator('[data-webhook]');
  await hook.getByText('https://crm.example.com/in').waitFor();
  const turned = v.page.waitForResponse((r) => r.request().method() === 'PUT');
  await hook.getByRole('switch').click({ force: true });
  assert.equal((await turned).status(), 200);
  await hook.getByRole('link', { name: 'Deliveries' }).click();
  await v.page.getByText('Nothing has been posted yet').waitFor();
  await accessible(v.page, 'deliveries');
  await v.context.close();
});
