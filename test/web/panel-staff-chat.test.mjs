// The staff chat: a group is connected by a code said in it, tested, told less, and let go of.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { botapi, tokens } from './botapi.mjs';
import { accessible, shot } from './browser.mjs';
import { call, looks, narrow, panel, until } from './panel.mjs';

const api = await botapi();
after(() => api.close());
const s = panel(async () => ({ TELEGRAM_API_URL: api.url }));

const said = {
  ru: { title: 'Чат сотрудников', take: 'Взять код', test: 'Прислать проверочное', order: 'Новый заказ', drop: 'Отключить', undo: 'Вернуть' },
  en: { title: 'Staff chat', take: 'Take a code', test: 'Send a test', order: 'A new order', drop: 'Disconnect', undo: 'Undo' },
};

let connected = false;
for (const look of looks) {
  const m = said[look.lang];
  const name = `panel-staff-chat-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: a group is connected, tested, told less, let go of and taken back`, async () => {
    const v = await s.signIn(look, '/');
    const { page } = v;
    await page.getByRole('navigation').first().waitFor();
    if (!connected) await call(page, 'POST', '/channels/telegram', { token: tokens.first });
    connected = true;
    await page.goto(`${s.shop.url}/panel/#/settings/staff`);
    await page.getByRole('heading', { level: 1, name: m.title }).waitFor();
    await page.getByRole('button', { name: m.take }).click();
    const code = (await page.locator('[data-code]').innerText()).trim();
    assert.match(code, /^\/staff@first_walk_bot [0-9A-Z]{10}$/);
    await accessible(page, `${name} code`);
    await narrow(page);
    await shot(page, `${name}-code`);

    const command = code.split(' ')[0].length;
    api.happens(tokens.first, { message: { message_id: 5, date: 1790000000, chat: { id: -1007, type: 'supergroup', title: 'Смена «Липы»' }, from: { id: 8, is_bot: false, first_name: 'Пётр' }, text: code, entities: [{ type: 'bot_command', offset: 0, length: command }] } });
    await page.getByRole('region', { name: 'Смена «Липы»' }).waitFor();
    const n = api.sent.length;
    await page.getByRole('button', { name: m.test }).click();
    await page.getByRole('alert').first().waitFor();
    assert.match(api.sent.at(-1).text, /приходят сюда/);
    assert.ok(api.sent.length > n && String(api.sent.at(-1).chat) === '-1007');

    const order = page.getByRole('switch', { name: m.order, exact: true });
    await order.waitFor();
    await accessible(page, name);
    await narrow(page);
    await shot(page, name);
    await order.press('Space');
    await until(page, async () => (await (await fetch('/api/v1/notice-texts', { headers: { 'X-Prilavok': 'panel' } })).json()).items.filter((x) => x.event === 'order.placed' && x.audience === 'staff').every((x) => !x.active));
    await order.press('Space');
    await until(page, async () => (await (await fetch('/api/v1/notice-texts', { headers: { 'X-Prilavok': 'panel' } })).json()).items.filter((x) => x.event === 'order.placed' && x.audience === 'staff').every((x) => x.active));

    await page.getByRole('button', { name: m.drop, exact: true }).click();
    await page.getByRole('button', { name: m.take }).waitFor();
    await page.getByRole('button', { name: m.undo }).click();
    await page.getByRole('region', { name: 'Смена «Липы»' }).waitFor();
    await call(page, 'POST', '/staff-chat/test', {});
    await page.getByRole('button', { name: m.drop, exact: true }).click();
    await page.getByRole('button', { name: m.take }).waitFor();
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}
