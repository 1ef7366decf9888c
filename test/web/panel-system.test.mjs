// What the shop runs on: the bot is put out of the staff's group, what a customer wants is not
// told there, is found among what failed, and is told once the bot is back.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { botapi, tokens } from './botapi.mjs';
import { accessible, shot } from './browser.mjs';
import { call, looks, narrow, panel, until } from './panel.mjs';
import { say, words } from './visitor.mjs';

const api = await botapi();
after(() => api.close());
const s = panel(async () => ({ TELEGRAM_API_URL: api.url }));
const group = -1007;
const whys = { ru: /^Бота в чате сотрудников нет/, en: /^The bot is not in the staff chat/ };

for (const look of looks) {
  const name = `panel-system-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: what the shop runs on, and why something failed`, async () => {
    const v = await s.signIn(look);
    if (look === looks[0]) {
      await call(v.page, 'POST', '/channels/telegram', { token: tokens.first });
      const { say: command } = await call(v.page, 'POST', '/staff-chat/code', {});
      api.happens(tokens.first, { message: { message_id: 5, date: 1790000000, chat: { id: group, type: 'supergroup', title: 'Смена' }, from: { id: 8, is_bot: false, first_name: 'Пётр' }, text: command, entities: [{ type: 'bot_command', offset: 0, length: command.split(' ')[0].length }] } });
      await api.told(group, /./);
    }
    api.block(group);
    const before = api.sent.length;
    const customer = await s.enter({ lang: 'ru' });
    await say(customer.page, words.ru, 'Позовите человека');
    await customer.context.close();
    await until(v.page, async () => (await (await fetch('/api/v1/dead-letters', { headers: { 'X-Prilavok': 'panel' } })).json()).items.length > 0);
    assert.equal(api.sent.length, before, 'the group was told nothing');
    await v.page.goto(`${s.shop.url}/panel/#/system`);
    await v.page.getByRole('heading', { level: 1, name: /^(Система|System)$/ }).waitFor();
    await v.page.getByText(/^(База данных|Database)$/).waitFor();
    await v.page.getByText(/SQLite/).first().waitFor();
    await v.page.getByText(whys[look.lang]).first().waitFor();
    await narrow(v.page);
    await accessible(v.page, name);
    await shot(v.page, name);
    // One tap from the list to the whole reason, one more to have it done.
    await v.page.getByRole('button', { name: /^(Сообщение в чат сотрудников|Message for the staff chat)/ }).click();
    const sheet = v.page.getByRole('dialog');
    await sheet.getByText('telegram.unreachable').waitFor();
    await accessible(v.page, `${name}-letter`);
    await shot(v.page, `${name}-letter`);
    await sheet.getByRole('button', { name: /^(Выбросить|Drop)$/ }).click();
    await sheet.getByRole('button', { name: /^(Выбросить насовсем|Drop for good)$/ }).waitFor();
    api.unblock(group);
    await sheet.getByRole('button', { name: /^(Выполнить ещё раз|Do it once more)$/ }).click();
    await v.page.getByText(/^(Ничего\. Всё, о чём просили, сделано\.|Nothing\. All that was asked for has been done\.)$/).waitFor();
    await until(v.page, async () => (await (await fetch('/api/v1/dead-letters', { headers: { 'X-Prilavok': 'panel' } })).json()).items.length === 0);
    for (let i = 0; i < 200 && !api.sent.slice(before).some((m) => m.chat === group); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.match(api.sent.slice(before).map((m) => m.text).join('\n'), /Позовите человека|Липа|Посетитель|опрос|челове/i);
    await narrow(v.page);
    await shot(v.page, `${name}-done`);
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}
