import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { accessible, open, shot, visit } from './browser.mjs';
import { start } from './shop.mjs';
import { words } from './visitor.mjs';

let shop;
let browser;
let site;
before(async () => {
  [shop, browser] = await Promise.all([start(), open()]);
  // Somebody else's page, with styles that would spoil anything they reach.
  site = createServer((_, res) => {
    res.setHeader('Content-Type', 'text/html; charset=utf-8');
    res.setHeader('Content-Security-Policy', `default-src 'self'; style-src 'unsafe-inline'; script-src ${shop.url}; frame-src ${shop.url}`);
    res.end(`<!doctype html><html lang="ru"><meta name="viewport" content="width=device-width"><title>Чужой сайт</title>
<style>button, iframe, svg { all: unset !important; display: none !important; } * { color: red; font-size: 40px; }</style>
<h1>Чужой сайт</h1><p id="mine">Текст</p><script src="${shop.url}/widget.js" data-account="" async></script></html>`);
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
});
after(async () => {
  site?.close();
  await browser?.close();
  await shop?.stop();
  shop?.clean?.();
});

// localhost and 127.0.0.1 are two sites to a browser.
const address = () => `http://${shop.url.includes('localhost') ? '127.0.0.1' : 'localhost'}:${site.address().port}/`;

/** frame is the chat inside the widget; its root is closed, so it is found by its address. */
async function frame(page) {
  for (let i = 0; i < 100; i++) {
    const f = page.frames().find((x) => x.url().startsWith(`${shop.url}/embed`));
    if (f) return f;
    await page.waitForTimeout(50);
  }
  throw new Error('the widget has opened no chat');
}

for (const shape of ['desktop', 'phone']) {
  test(`the widget talks from another site: ${shape}`, async () => {
    const { page, context, problems } = await visit(browser, { shape, lang: 'ru' });
    await page.goto(address());
    await page.locator('prilavok-widget').waitFor({ state: 'attached' });
    assert.equal(page.frames().length, 1, 'the chat is not loaded before it is wanted');
    await shot(page, `widget-${shape}-closed`);
    const size = page.viewportSize();
    await page.mouse.click(size.width - 50, size.height - 50);
    const chat = await frame(page);
    await chat.getByRole('textbox', { name: words.ru.message }).fill('доставка');
    await chat.getByRole('button', { name: words.ru.send }).click();
    await chat.locator('.message.theirs').first().waitFor();
    await shot(page, `widget-${shape}-open`);
    await accessible(chat, `the chat in the widget, ${shape}`);
    assert.equal(await page.evaluate(() => getComputedStyle(document.getElementById('mine')).color), 'rgb(255, 0, 0)', 'the site keeps its styles');
    assert.deepEqual((await context.cookies()).filter((c) => c.name.startsWith('prilavok')), [], 'a foreign frame sets no cookie');

    await chat.getByRole('button', { name: words.ru.close }).click();
    await page.waitForFunction(() => document.activeElement?.tagName === 'PRILAVOK-WIDGET');
    await page.reload();
    await page.mouse.click(size.width - 50, size.height - 50);
    const again = await frame(page);
    await again.locator('.message.theirs').first().waitFor();
    assert.equal(await again.locator('.message.mine').count(), 1, 'the conversation is there again');
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test('a site that was not allowed gets no frame', async () => {
  const { page, context } = await visit(browser, { lang: 'ru' });
  const res = await page.request.get(`${shop.url}/`);
  assert.match(res.headers()['content-security-policy'], /frame-ancestors 'none'/);
  const embed = await page.request.get(`${shop.url}/embed`);
  assert.doesNotMatch(embed.headers()['content-security-policy'], /frame-ancestors \*/, 'not everybody may embed the demo shop');
  await context.close();
});
