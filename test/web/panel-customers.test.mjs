// Customers in the panel: one who bought in the chat is found, merged with another, parted
// again, exported and forgotten.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { looks, panel } from './panel.mjs';
import { postgres } from './shop.mjs';
import { answered, checkout, fillCart, words } from './visitor.mjs';

const s = panel(async () => postgres());

const said = {
  ru: {
    way: /при получении|наличн/i, search: /Имя, @имя/, merge: 'Объединить…', sheet: 'Объединить с другим покупателем', other: 'Другой покупатель', join: 'Объединить', merged: 'Объединены', part: 'Разъединить', undone: 'Отменено',
    file: 'Скачать всё, что хранится', erase: 'Стереть данные человека…', confirm: /чтобы подтвердить/, gone: 'Стереть навсегда', none: 'Никто не найден', orders: 'Заказы', promo: 'Акции и скидки', data: 'Личные данные',
  },
  en: {
    way: /on delivery|cash/i, search: /Name, @name/, merge: 'Merge…', sheet: 'Merge with another customer', other: 'The other customer', join: 'Merge', merged: 'Merged', part: 'Undo the merge', undone: 'Undone',
    file: 'Download all that is kept', erase: 'Erase this person…', confirm: /to confirm/, gone: 'Erase for good', none: 'Nobody is found', orders: 'Orders', promo: 'Promotions and discounts', data: 'Personal data',
  },
};

for (const look of looks) {
  const m = said[look.lang];
  const name = `panel-customers-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: found, merged and parted`, async () => {
    const w = words[look.lang];
    const talk = await s.enter(look);
    await fillCart(talk.page, w, async () => {});
    await answered(talk.page, () => talk.page.getByRole('navigation').getByRole('button', { name: w.cart }).click());
    const number = await checkout(talk.page, w, async () => {}, m.way);
    await talk.context.close();
    const second = await s.enter(look); // somebody else, with nothing but a question
    await fillCart(second.page, w, async () => {});
    await second.context.close();

    const v = await s.signIn(look, '/customers');
    const { page } = v;
    const seen = async (what) => {
      await accessible(page, `${name} ${what}`);
      await shot(page, `${name}-${what}`);
    };
    const search = page.getByRole('searchbox', { name: m.search });
    await page.getByRole('table').getByRole('row').nth(1).waitFor();
    await seen('1-list');
    await search.fill('zzzz');
    await page.getByText(m.none).waitFor();
    await seen('2-nobody');
    await search.fill(number);
    await page.getByRole('table').getByRole('row').nth(look.shape === 'phone' ? 0 : 1).waitFor(); // cards have no heads
    const href = await page.locator('a[href^="#/customers/"]').first().getAttribute('href');
    await page.goto(`${s.shop.url}/panel/${href}`);
    const region = (title) => page.getByRole('region', { name: title, exact: true });
    await region(m.orders).getByRole('link', { name: number }).waitFor();
    await seen('3-customer');

    const promo = page.getByRole('switch', { name: m.promo });
    const noted = page.waitForResponse((r) => r.url().includes('/consents') && r.request().method() === 'POST');
    await promo.check({ force: true });
    assert.ok((await noted).ok());
    await page.getByRole('switch', { name: m.promo, checked: true }).waitFor();

    await page.getByRole('button', { name: m.merge }).click();
    const sheet = page.getByRole('dialog', { name: m.sheet });
    await sheet.getByRole('radio').first().check();
    await seen('4-merge');
    await sheet.getByRole('button', { name: m.join, exact: true }).click();
    await page.getByText(m.merged, { exact: true }).waitFor();
    await page.getByRole('button', { name: m.part }).click();
    await page.getByText(m.undone, { exact: true }).waitFor();

    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: m.file }).click()]);
    const kept = JSON.parse(readFileSync(await file.path(), 'utf8'));
    assert.equal(kept.orders[0].number, number);
    await page.getByRole('button', { name: m.erase }).click();
    const erase = page.getByRole('dialog');
    assert.ok(await erase.getByRole('button', { name: m.gone }).isDisabled());
    await erase.getByLabel(m.confirm).fill(kept.name || { ru: 'стереть', en: 'erase' }[look.lang]);
    await seen('5-erase');
    // The order is still under way: the shop refuses, and says why.
    await erase.getByRole('button', { name: m.gone }).click();
    await erase.getByRole('alert').waitFor();
    await seen('6-refused');
    v.problems.splice(0, v.problems.length, ...v.problems.filter((p) => !/409/.test(p)));
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}
