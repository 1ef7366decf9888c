import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { looks, narrow, panel } from './panel.mjs';

const s = panel();

for (const look of looks) {
  const name = `panel-system-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: what the shop runs on, and why something failed`, async () => {
    const v = await s.signIn(look);
    // A letter that failed, as the API tells it: the demo shop has none of its own.
    const letter = { id: 'job_1', kind: 'deliver', code: 'telegram.blocked', why: look.lang === 'ru' ? 'Клиент заблокировал бота: написать ему здесь нельзя.' : 'The customer has blocked the bot: they cannot be written to here.', attempts: 12, created_at: '2026-11-26T10:00:00Z', died_at: '2026-11-26T12:00:00Z', conversation_id: 'cnv_1' };
    let left = [letter];
    await v.page.route('**/api/v1/dead-letters', (r) => r.fulfill({ json: { items: left, next: '' } }));
    await v.page.route('**/api/v1/dead-letters/job_1/replay', (r) => {
      left = [];
      return r.fulfill({ status: 204 });
    });
    await v.page.goto(`${s.shop.url}/panel/#/system`);
    await v.page.getByRole('heading', { level: 1, name: /^(Система|System)$/ }).waitFor();
    await v.page.getByText(/^(База данных|Database)$/).waitFor();
    await v.page.getByText(/SQLite/).first().waitFor();
    await v.page.getByText(letter.why).waitFor();
    await narrow(v.page);
    await accessible(v.page, name);
    await shot(v.page, name);
    // One tap from the list to the whole reason, one more to have it done.
    await v.page.getByRole('button', { name: /^(Доставка сообщения|Delivery of a message)/ }).click();
    const sheet = v.page.getByRole('dialog');
    await sheet.getByText('telegram.blocked').waitFor();
    await accessible(v.page, `${name}-letter`);
    await shot(v.page, `${name}-letter`);
    await sheet.getByRole('button', { name: /^(Выбросить|Drop)$/ }).click();
    await sheet.getByRole('button', { name: /^(Выбросить насовсем|Drop for good)$/ }).waitFor();
    await sheet.getByRole('button', { name: /^(Выполнить ещё раз|Do it once more)$/ }).click();
    await v.page.getByText(/^(Ничего\. Всё, о чём просили, сделано\.|Nothing\. All that was asked for has been done\.)$/).waitFor();
    await shot(v.page, `${name}-done`);
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}
