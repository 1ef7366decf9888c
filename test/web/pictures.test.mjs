import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { accessible, shot } from './browser.mjs';
import { scene } from './scene.mjs';
import { answered, field, log, words } from './visitor.mjs';

const stage = scene();

/** png draws a picture of one color. */
function png(width, height, rgb) {
  const row = Buffer.concat([Buffer.from([0]), Buffer.from(Array.from({ length: width }, () => rgb).flat())]);
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function crc(data) {
  let c = ~0;
  for (const b of data) {
    c ^= b;
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
  }
  return ~c >>> 0;
}

const names = {
  ru: { attach: 'Прикрепить фото', remove: /Убрать фото/, wrong: /JPEG, PNG/, photo: /ваше фото/ },
  en: { attach: 'Attach a photo', remove: /Remove photo/, wrong: /JPEG, PNG/, photo: /your photo/ },
};

/** shown waits until the pictures of the log have been drawn, and tells their widths. */
async function shown(page, n) {
  await page.waitForFunction((want) => {
    const list = [...document.querySelectorAll('.message.mine .pictures img')];
    return list.length === want && list.every((i) => i.complete && i.naturalWidth > 0);
  }, n);
  return page.evaluate(() => [...document.querySelectorAll('.message.mine .pictures img')].map((i) => i.naturalWidth));
}

for (const [shape, lang, scheme] of [['phone', 'ru', 'light'], ['desktop', 'en', 'dark']]) {
  test(`sends pictures: ${shape}, ${lang}, ${scheme}`, async () => {
    const w = words[lang];
    const n = names[lang];
    const { page, context, problems } = await stage.enter({ shape, lang, scheme });
    const choose = async (...files) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: n.attach }).click();
      await (await chooser).setFiles(files);
    };
    const file = (name, mimeType, buffer) => ({ name, mimeType, buffer });
    await choose(file('large.png', 'image/png', png(2400, 1200, [180, 90, 40])), file('small.png', 'image/png', png(300, 400, [20, 110, 80])), file('extra.png', 'image/png', png(9, 9, [0, 0, 0])));
    await page.locator('.attached li:not(.busy)').nth(2).waitFor();
    await page.getByRole('button', { name: n.remove }).nth(2).click();
    assert.equal(await page.locator('.attached li').count(), 2);
    await field(page, w).fill(lang === 'ru' ? 'Есть такая кружка?' : 'Do you have this mug?');
    await shot(page, `pictures-${shape}-${lang}-${scheme}-1-attached`);
    await accessible(page, 'attached');
    await answered(page, () => page.getByRole('button', { name: w.send }).click());
    assert.deepEqual(await shown(page, 2), [1600, 300], 'a large picture is scaled down');
    await shot(page, `pictures-${shape}-${lang}-${scheme}-2-sent`);
    await accessible(page, 'sent');
    await log(page).getByRole('button', { name: n.photo }).first().click();
    await page.locator('dialog.lightbox img').waitFor();
    await page.keyboard.press('Escape');
    await page.reload();
    await page.locator('.status.online').waitFor();
    await shown(page, 2);
    const address = await page.locator('.message.mine .pictures img').first().getAttribute('src');
    const stranger = await stage.enter({ lang });
    assert.equal(await stranger.page.evaluate((at) => fetch(at).then((r) => r.status), address), 404, 'only its visitor sees it');
    await stranger.context.close();
    await choose(file('note.txt', 'text/plain', Buffer.from('no picture')));
    await page.getByRole('alert').getByText(n.wrong).waitFor();
    await choose(file('broken.png', 'image/png', Buffer.from('no picture either')));
    await page.getByRole('alert').getByText(n.wrong).waitFor();
    assert.equal(await page.locator('.attached li').count(), 0);
    await shot(page, `pictures-${shape}-${lang}-${scheme}-3-wrong`);
    assert.deepEqual(problems.filter((p) => !/404/.test(p)), []);
    await context.close();
  });
}

test('a picture is pasted and dropped', async () => {
  const { page, context, problems } = await stage.enter({ lang: 'en' });
  const data = png(40, 40, [200, 30, 30]).toString('base64');
  for (const how of ['paste', 'drop']) {
    await page.evaluate(([kind, base64]) => {
      const box = new DataTransfer();
      box.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'a.png', { type: 'image/png' }));
      const target = document.querySelector('#say');
      target.dispatchEvent(kind === 'paste' ? new ClipboardEvent('paste', { clipboardData: box, bubbles: true, cancelable: true }) : new DragEvent('drop', { dataTransfer: box, bubbles: true, cancelable: true }));
    }, [how, data]);
  }
  await page.locator('.attached li:not(.busy)').nth(1).waitFor();
  await answered(page, () => page.getByRole('button', { name: words.en.send }).click());
  await shown(page, 2);
  assert.deepEqual(problems, []);
  await context.close();
});
