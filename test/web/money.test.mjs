import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { scene } from './scene.mjs';
import { answered, checkout, fillCart, lastShop, log, words } from './visitor.mjs';

const stage = scene();

const money = {
  ru: { way: /тестов/i, pay: /оплатить/i, waits: 'Ждём оплату', paid: 'Оплачено', told: /оплачен|получили оплату/i },
  en: { way: /test/i, pay: /^pay/i, waits: 'Waiting for payment', paid: 'Paid', told: /paid/i },
};

for (const [shape, lang, scheme] of [['desktop', 'ru', 'light'], ['phone', 'en', 'dark']]) {
  test(`buys and pays: ${shape}, ${lang}, ${scheme}`, async () => {
    const w = words[lang];
    const m = money[lang];
    const { page, context, problems } = await stage.enter({ shape, lang, scheme });
    const seen = async (what) => {
      await page.waitForTimeout(60);
      await shot(page, `money-${shape}-${lang}-${scheme}-${what}`);
      await accessible(page, what);
    };
    await fillCart(page, w, async () => {});
    await answered(page, () => page.getByRole('navigation').getByRole('button', { name: w.cart }).click());
    const number = await checkout(page, w, seen, m.way);
    const bill = page.locator('.bill').last();
    await bill.getByText(m.waits).waitFor();
    assert.match(await bill.locator('time').innerText(), /\d+:\d\d|\d/, 'the time that is left is shown');
    await seen('1-waits');
    const [bank] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: m.pay }).last().click()]);
    await bank.waitForLoadState();
    await shot(bank, `money-${shape}-${lang}-${scheme}-2-bank`);
    await bank.getByRole('button').first().click();
    await page.locator('.bill.paid').first().waitFor();
    await page.waitForFunction((told) => new RegExp(told, 'i').test([...document.querySelectorAll('.message.theirs')].at(-1)?.innerText ?? ''), m.told.source);
    await seen('3-paid');
    assert.equal(await page.locator('.bill:not(.paid)').count(), 0, 'every bill of the order says that it is paid');
    assert.equal(await log(page).getByRole('link', { name: m.pay }).count(), 0, 'nothing asks to pay again');
    await shot(bank, `money-${shape}-${lang}-${scheme}-4-back`);
    await answered(page, () => page.getByRole('navigation').getByRole('button', { name: w.orders }).click());
    assert.match(await lastShop(page), new RegExp(number));
    await seen('5-orders');
    assert.deepEqual(problems, []);
    await context.close();
  });
}
