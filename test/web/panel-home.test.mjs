import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { looks, panel } from './panel.mjs';

const s = panel();

for (const look of looks) {
  const name = `panel-home-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: today at a glance, each number a way to its place`, async () => {
    const v = await s.signIn(look);
    await v.page.getByText(/^(Заказы сегодня|Orders today)$/).waitFor();
    await v.page.getByText(/^(Ответили всем|Everyone is answered)$/).waitFor();
    await v.page.getByRole('heading', { level: 2, name: /^(Требует внимания|Needs attention)$/ }).waitFor();
    await accessible(v.page, name);
    await shot(v.page, name);
    const wide = await v.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `the page is ${wide} px too wide`);
    await v.page.getByRole('link', { name: /^(Заказы сегодня|Orders today)/ }).click();
    await v.page.getByRole('heading', { level: 1, name: /^(Заказы|Orders)$/ }).waitFor();
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}
