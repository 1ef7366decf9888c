// A method of delivery with a zone, times and points of its own; then the chat offers exactly that.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { call, looks, narrow, panel } from './panel.mjs';
import { answered, fillCart, lastShop, press, say, words } from './visitor.mjs';

const s = panel();

const said = {
  ru: {
    fresh: 'Новый способ', title: 'Название, по-русски', method: 'Самокат', addZone: 'Добавить зону', zone: 'Город или район, по-русски', city: 'Суздаль', price: 'Цена', free: 'Бесплатно от', addTime: 'Добавить время', from: 'С', to: 'До', orders: 'Заказов, до', before: 'За сколько часов', save: 'Сохранить', saved: 'Способ сохранён', edit: 'Изменить', undo: 'Вернуть',
    sees: 'Что видит покупатель', customer: 'Город покупателя', unknown: 'В этот город не возим', tomorrow: 'Завтра, 09:00–11:00', kind: 'Вид', pickup: 'самовывоз', address: 'Адрес, по-русски', addPoint: 'Добавить точку', deleted: 'Способ удалён', del: 'Удалить', points: '2 точки', where: 'ул. Ленина, 1', where2: 'ул. Мира, 2', shelf: 'Забрать самим', day: 'День без доставки', addDay: 'Добавить день',
  },
  en: {
    fresh: 'New method', title: 'Name, in English', method: 'Scooter', addZone: 'Add a zone', zone: 'City or area, in English', city: 'Suzdal', price: 'Price', free: 'Free from', addTime: 'Add a time', from: 'From', to: 'To', orders: 'Up to, orders', before: 'Hours before', save: 'Save', saved: 'The method is saved', edit: 'Edit', undo: 'Undo',
    sees: 'What a customer sees', customer: 'City of the customer', unknown: 'It does not go to this city', tomorrow: 'Tomorrow, 09:00–11:00', kind: 'Kind', pickup: 'pickup', address: 'Address, in English', addPoint: 'Add a point', deleted: 'The method is deleted', del: 'Delete', points: '2 points', where: '1 Lenin st', where2: '2 Mira st', shelf: 'Pick it up', day: 'A day without delivery', addDay: 'Add the day',
  },
};

looks.forEach((look) => {
  const m = said[look.lang];
  const name = `panel-delivery-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: a zone and its times`, async () => {
    const v = await s.signIn(look, '/settings/delivery');
    const { page } = v;
    const main = page.getByRole('main');
    const seen = async (what) => {
      await narrow(page);
      const wide = await page.evaluate(() => [...document.querySelectorAll('main fieldset, main input')].filter((x) => x.getBoundingClientRect().right > innerWidth).length);
      assert.equal(wide, 0, 'nothing of the form stands beside the page');
      await accessible(page, `${name} ${what}`);
      await shot(page, `${name}-${what}`);
    };
    const field = (label, of = main) => of.getByLabel(label, { exact: true });
    const status = page.getByRole('status', { name: m.sees });
    await main.getByRole('link', { name: m.fresh }).click();
    await field(m.title).fill(m.method);
    await main.getByRole('button', { name: m.addZone }).click();
    const zone = main.getByRole('group').filter({ has: page.getByLabel(m.zone, { exact: true }) }).last();
    await field(m.zone).fill(m.city);
    await field(m.price, zone).fill('250');
    await field(m.free, zone).fill('5000');
    await main.getByRole('button', { name: m.addTime }).click();
    await field(m.from).fill('09:00');
    await field(m.to).fill('11:00');
    await field(m.orders).fill('1');
    await field(m.customer).fill(m.city);
    await status.getByText(m.tomorrow).waitFor();
    await status.getByText(/250/).waitFor();
    await seen('1-zone');
    await field(m.customer).fill('Тверь');
    await status.getByText(m.unknown).waitFor();
    await main.getByRole('button', { name: m.save, exact: true }).click();
    await page.getByText(m.saved).waitFor();
    await main.getByText(m.method, { exact: true }).waitFor();
    await seen('2-list');

    // One order a time: the first takes tomorrow morning, the next is not offered it.
    assert.ok((await times(look, m)).includes(m.tomorrow), 'the chat offers the time');
    await main.getByRole('link', { name: `${m.edit} ${m.method}` }).click();
    await field(m.to).fill('12:00');
    const closed = await page.evaluate(() => new Date(Date.now() + 86_400_000 * 2).toISOString().slice(0, 10));
    await field(m.day).fill(closed);
    await main.getByRole('button', { name: m.addDay }).click();
    await main.getByRole('button', { name: m.save, exact: true }).click();
    const toast = page.getByRole('alert').filter({ hasText: m.saved }).filter({ has: page.getByRole('button', { name: m.undo }) });
    await toast.waitFor();
    const list = await times(look, m);
    assert.ok(list.includes(m.tomorrow.replace('11:00', '12:00')), `the chat offers ${list}`);
    const { id } = (await call(page, 'GET', '/delivery-methods')).items.find((d) => d.title[look.lang] === m.method);
    const slots = (await call(page, 'GET', `/delivery-methods/${id}/slots`)).items;
    assert.equal(list.filter((x) => /09:00–12:00/.test(x)).length, slots.length, `the chat offers what the API has: ${list}`);
    assert.ok(slots.length >= 5 && slots.every((x) => x.date !== closed), 'the day without delivery is not among them');
    await toast.getByRole('button', { name: m.undo }).click();
    await page.waitForFunction(() => fetch('/api/v1/delivery-methods').then((r) => r.json()).then((x) => x.items.some((d) => d.schedule?.windows?.[0]?.to === '11:00')));

    // Two pickup points.
    await main.getByRole('link', { name: m.fresh }).click();
    await field(m.title).fill(m.shelf);
    await main.getByRole('combobox', { name: m.kind }).or(main.getByRole('textbox', { name: m.kind })).first().click();
    await page.getByRole('option', { name: m.pickup }).click();
    await field(m.address).fill(m.where);
    await main.getByRole('button', { name: m.addPoint }).click();
    await field(m.address).last().fill(m.where2);
    await seen('3-points');
    await main.getByRole('button', { name: m.save, exact: true }).click();
    const row = main.getByRole('listitem').filter({ hasText: m.shelf });
    await row.getByText(m.points).waitFor();
    await row.getByRole('link').click();
    await main.getByRole('button', { name: m.del, exact: true }).click();
    await page.getByText(m.deleted).waitFor();
    // The walk in the other look begins as this one did.
    for (const d of (await call(page, 'GET', '/delivery-methods')).items) if (d.title[look.lang] === m.method) await call(page, 'DELETE', `/delivery-methods/${d.id}`);
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });

  /** times goes through a checkout of the chat up to the choice of a time, and answers with those it offers. */
  async function times({ shape, lang, scheme }, text) {
    const w = words[lang];
    const { page, context } = await s.enter({ shape, lang, scheme });
    await fillCart(page, w, async () => {});
    await answered(page, () => page.getByRole('navigation').getByRole('button', { name: w.cart }).click());
    await press(page, w.checkout);
    for (let step = 0; step < 8; step++) {
      const buttons = page.locator('.message.theirs').last().locator('.buttons button');
      const all = (await buttons.allInnerTexts()).map((b) => b.trim());
      if (all.some((b) => /09:00/.test(b))) {
        await shot(page, `${name}-chat-times`);
        await context.close();
        return all;
      }
      const phone = page.getByRole('textbox', { name: w.phone });
      const way = all.find((b) => b.startsWith(text.method));
      if (await phone.count()) {
        await phone.fill('8 921 123-45-67');
        await answered(page, () => page.keyboard.press('Enter'));
      } else if (way) await press(page, way);
      else if (all.some((b) => b === text.city)) await press(page, text.city);
      else await say(page, w, step === 0 ? w.name : w.address);
    }
    throw new Error(`no time is asked for; the last words were: ${await lastShop(page)}`);
  }
});
