// Signing in by Telegram: its window vouches for the person to the page that opened it, under the
// page's own policies. Telegram's side of the window is served here; what it says is signed as the
// bot's own key signs it (core.telegram.org/widgets/login).
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { after, test } from 'node:test';
import { botapi, tokens } from './botapi.mjs';
import { shot } from './browser.mjs';
import { call, looks, panel } from './panel.mjs';

const api = await botapi();
const s = panel(async () => ({ TELEGRAM_API_URL: api.url }));
after(() => api.close());

const said = {
  ru: { connect: 'Подключить', off: 'Отключить', enter: /Telegram/, out: 'Выйти', mine: 'Ваша учётная запись' },
  en: { connect: 'Connect', off: 'Disconnect', enter: /Telegram/, out: 'Sign out', mine: 'Your account' },
};

let at = Math.floor(Date.now() / 1000) - 60;
/** vouched is what Telegram says of a person, each time a second later: what was used once is used up. */
function vouched(token, id = 4242) {
  const fields = { auth_date: ++at, first_name: 'Анна', id, username: 'anna_shop' };
  const lines = Object.keys(fields).sort().map((k) => `${k}=${fields[k]}`).join('\n');
  const key = createHash('sha256').update(token).digest();
  return { ...fields, hash: createHmac('sha256', key).update(lines).digest('hex') };
}

/** answers serves Telegram's window: it says a word to who opened it, or closes without one. */
const answers = async (context, word) => {
  await context.unroute('https://oauth.telegram.org/**');
  await context.route('https://oauth.telegram.org/**', (route) => {
    const url = new URL(route.request().url());
    assert.equal(url.searchParams.get('bot_id'), tokens.first.split(':')[0]);
    assert.equal(url.searchParams.get('origin'), s.shop.url);
    const script = word === null ? 'close()' : `opener.postMessage(${JSON.stringify(JSON.stringify({ event: 'auth_result', result: word }))}, ${JSON.stringify(s.shop.url)})`;
    return route.fulfill({ contentType: 'text/html; charset=utf-8', body: `<!doctype html><title>Telegram</title><script>${script}</script>` });
  });
};

looks.forEach((look, turn) => {
  test(`panel-telegram-${look.shape}-${look.lang}: connected, signed in by, let go`, async () => {
    const m = said[look.lang];
    const v = await s.signIn(look, '/account');
    const { page, context } = v;
    if (turn === 0) await call(page, 'POST', '/channels/telegram', { token: tokens.first });
    await page.reload();
    const part = page.getByRole('region', { name: 'Telegram', exact: true });

    // Closed without a word: nothing is changed, and it can be tried again.
    await answers(context, null);
    await part.getByRole('button', { name: m.connect }).click();
    await part.getByRole('button', { name: m.connect }).and(page.locator(':not([data-loading])')).waitFor();
    // Another bot's word is worth nothing here.
    await answers(context, vouched(tokens.second));
    await part.getByRole('button', { name: m.connect }).click();
    await part.getByRole('alert').waitFor();
    await answers(context, vouched(tokens.first));
    await part.getByRole('button', { name: m.connect }).click();
    await part.getByRole('button', { name: m.off }).waitFor();

    await page.getByRole('button', { name: m.mine }).click();
    await page.getByRole('menuitem', { name: m.out }).click();
    const enter = page.getByRole('button', { name: m.enter });
    await enter.waitFor();
    await shot(page, `panel-telegram-${look.shape}-${look.lang}`);
    await answers(context, vouched(tokens.first, 4243)); // somebody whom nobody knows
    await enter.click();
    await page.getByRole('alert').waitFor();
    await answers(context, vouched(tokens.first));
    await enter.click();
    await page.getByRole('navigation').first().waitFor();
    assert.equal((await call(page, 'GET', '/me')).member?.email ?? (await call(page, 'GET', '/me')).email, 'anna@example.com');

    await page.goto(`${s.shop.url}/panel/#/account`);
    await part.getByRole('button', { name: m.off }).click();
    await part.getByRole('button', { name: m.connect }).waitFor();
    v.problems.splice(0, v.problems.length, ...v.problems.filter((p) => !/status of 40[13]/.test(p)));
    assert.deepEqual(v.problems, []);
    await context.close();
  });
});
