// Ways to pay: by hand, a test, a service whose keys are wrong at first; then an order of the chat is paid by it.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { call, looks, narrow, panel } from './panel.mjs';
import { keys, paystand } from './paystand.mjs';
import { answered, checkout, fillCart, words } from './visitor.mjs';

const stand = await paystand();
const s = panel(async () => ({ WEBHOOK_PRIVATE: 'yes' }));
after(() => stand.close());

const said = {
  ru: {
    yookassa: 'ЮKassa', manual: 'Без онлайн-оплаты', demo: 'Тестовая оплата', connect: 'Подключить', shopId: 'shopId', secret: 'Секретный ключ', stand: 'Адрес тестового стенда', refused: 'Сервис не принимает эти ключи', good: 'Сервис отвечает, ключи подходят', saveKeys: 'Сохранить ключи и проверить', change: 'Поменять ключи',
    offered: 'Предлагать покупателям', own: /^Банковской картой, по-русски/, words: 'Назвать по-своему', name: 'Картой онлайн', save: 'Сохранить', saved: 'ЮKassa: сохранено', show: 'Показать адрес', address: 'Адрес для уведомлений', copy: 'Скопировать', setUp: 'Настроить', where: 'Куда переводить, по-русски', transfer: 'Сбер, 4276 0000 0000 0000, Анна Л.',
    off: 'выключено', undo: 'Вернуть', forget: 'Забыть ключи', forever: 'Забыть навсегда', waiting: 'payment', close: 'Закрыть', pay: /оплатить/i, paid: 'Оплачено', earlier: 'выше', lists: /онлайн/i,
  },
  en: {
    yookassa: 'YooKassa', manual: 'Without online payment', demo: 'Test payment', connect: 'Connect', shopId: 'shopId', secret: 'Secret key', stand: 'Address of a test stand', refused: 'The service does not accept these keys', good: 'The service answers, and the keys are good', saveKeys: 'Save the keys and test them', change: 'Change the keys',
    offered: 'Offered to customers', own: /^By bank card, in English/, words: 'Name them in your own words', name: 'Card online', save: 'Save', saved: 'YooKassa: saved', show: 'Show the address', address: 'Address for notices', copy: 'Copy', setUp: 'Set up', where: 'Where to transfer to, in English', transfer: 'Sber, 4276 0000 0000 0000, Anna L.',
    off: 'is switched off', undo: 'Undo', forget: 'Forget the keys', forever: 'Forget them for good', close: 'Close', pay: /^pay/i, paid: 'Paid', earlier: 'earlier', lists: /online/i,
  },
};

looks.forEach((look, turn) => {
  const m = said[look.lang];
  const name = `panel-payments-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: ways to pay`, async () => {
    const v = await s.signIn(look, '/settings/payments');
    const { page } = v;
    const row = (title) => page.getByRole('article', { name: title, exact: true });
    const sheet = page.getByRole('dialog');
    const seen = async (what) => {
      await narrow(page);
      await accessible(page, `${name} ${what}`);
      await shot(page, `${name}-${what}`);
    };
    await row(m.demo).waitFor();
    await seen('1-ways');

    if (turn === 0) {
      // Wrong keys: the account is there, switched off, with the fault and its code.
      await page.getByRole('button', { name: `${m.connect} ${m.yookassa}` }).click();
      await sheet.getByLabel(m.shopId).fill(keys.shop);
      await sheet.getByLabel(m.secret, { exact: false }).first().fill('live_0123456789abcdefXYZ7');
      await sheet.getByLabel(m.stand).fill(stand.url);
      await seen('2-keys');
      await sheet.getByRole('button', { name: m.connect, exact: true }).click();
      await sheet.getByText('yookassa.credentials').waitFor();
      await sheet.getByText(m.refused).waitFor();
      await seen('3-refused');
      const bad = (await call(page, 'GET', '/payment-accounts')).items.find((a) => a.provider === 'yookassa');
      assert.equal(bad.active, false);
      assert.ok(!JSON.stringify(bad).includes('0123456789abcdef'), 'no key comes back');
      await sheet.getByText('XYZ7').waitFor();
      await sheet.getByLabel(m.secret, { exact: false }).first().fill(keys.secret);
      await sheet.getByRole('button', { name: m.saveKeys }).click();
      await sheet.getByText(m.good).waitFor();
    } else {
      await row(m.yookassa).getByRole('button', { name: m.setUp }).click();
      await sheet.getByText(m.good).waitFor();
    }
    const toName = sheet.getByRole('button', { name: m.words });
    if (await toName.count()) await toName.click();
    await sheet.getByRole('textbox', { name: m.own }).fill(m.name);
    await sheet.getByRole('button', { name: m.show }).click();
    const address = sheet.getByText(/\/pay\/.*\/notice$/);
    await address.waitFor();
    assert.match(await address.innerText(), /\/pay\/[^/]+\/[^/]+\/notice/);
    await seen('4-set-up');
    await sheet.getByRole('button', { name: m.save, exact: true }).click();
    await page.getByText(m.saved, { exact: true }).waitFor();
    if (turn === 0) await row(m.yookassa).getByRole('switch', { name: m.offered }).press('Space');
    await page.waitForFunction(() => fetch('/api/v1/payment-accounts').then((r) => r.json()).then((x) => x.items.some((a) => a.provider === 'yookassa' && a.active)));

    // By hand: where to transfer to.
    await row(m.manual).getByRole('button', { name: m.setUp }).click();
    await sheet.getByLabel(m.where).fill(m.transfer);
    await seen('5-by-hand');
    await sheet.getByRole('button', { name: m.save, exact: true }).click();
    await sheet.waitFor({ state: 'detached' });
    assert.equal((await call(page, 'GET', '/payment-accounts')).items.find((a) => a.provider === 'manual').details[look.lang], m.transfer);

    // What is switched off can be switched on from the toast.
    await row(m.manual).getByRole('switch').press('Space');
    await page.getByRole('alert').filter({ hasText: m.off }).getByRole('button', { name: m.undo }).click();
    await page.waitForFunction(() => fetch('/api/v1/payment-accounts').then((r) => r.json()).then((x) => x.items.every((a) => a.active)));
    await seen('6-all');

    await pays(look, m);
    // Money that the service took or waits for is not orphaned: keys stay while the way is offered.
    await row(m.yookassa).getByRole('button', { name: m.setUp }).click();
    await sheet.getByRole('button', { name: m.forget }).click();
    await sheet.getByRole('button', { name: m.forever }).click();
    await sheet.getByRole('alert').last().waitFor();
    await seen('7-kept');
    const audit = JSON.stringify(await call(page, 'GET', '/audit'));
    assert.ok(audit.includes('payment-accounts.') && !audit.includes('0123456789abcdef') && !audit.includes(keys.secret), 'the log of changes has no key');
    v.problems.splice(0, v.problems.length, ...v.problems.filter((p) => !/status of 4(09|03)/.test(p)));
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });

  /** pays buys something in the chat, by the service that the panel has connected. */
  async function pays({ shape, lang, scheme }, text) {
    const w = words[lang];
    const { page, context, problems } = await s.enter({ shape, lang, scheme });
    await fillCart(page, w, async () => {});
    await answered(page, () => page.getByRole('navigation').getByRole('button', { name: w.cart }).click());
    await checkout(page, w, async () => {}, new RegExp(text.name));
    await shot(page, `${name}-chat-link`);
    const [bank] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: text.pay }).last().click()]);
    await bank.waitForLoadState();
    assert.ok(bank.url().startsWith(stand.url), `the link leads to ${bank.url()}`);
    await bank.getByRole('button').click();
    await page.locator('.bill.paid').first().waitFor();
    await shot(page, `${name}-chat-paid`);
    assert.deepEqual(problems, []);
    await context.close();
  }
});
