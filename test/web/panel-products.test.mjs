// The catalog in the panel: a product is made with a picture that is cut in the browser,
// customers see it, and many are changed at once.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { accessible, shot } from './browser.mjs';
import { looks, panel } from './panel.mjs';

const s = panel();
const samples = fileURLToPath(new URL('../../sample/media/', import.meta.url));
const photo = { name: 'mug.jpg', mimeType: 'image/jpeg', buffer: readFileSync(samples + readdirSync(samples).find((n) => n.endsWith('.jpg'))) };
const drawing = { name: 'mug.png', mimeType: 'image/png', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>') };

const said = {
  ru: {
    add: 'Новый товар', first: 'Название по-русски', second: 'Название по-английски', sku: 'Артикул', price: /^Цена, /, count: 'В наличии', save: 'Сохранить', saved: 'Товар сохранён', mend: /поправьте отмеченные/,
    files: 'Выбрать фото', cut: 'Обрезать фото', refused: /не JPEG/, put: 'Добавить фото в товар', none: 'Закрыть', pictures: 'Фото', stock: /^Остаток: 7/, pieces: 'Сколько есть штук', log: 'Пересчитано',
    find: 'Найти по словам или артикулу', archive: 'В архив', gone: 'Товар в архиве', undo: 'Вернуть', back: /снова в продаже|Вернуть в продажу/, title: 'Чашка с прогулки',
  },
  en: {
    add: 'New product', first: 'Name in Russian', second: 'Name in English', sku: 'SKU', price: /^Price, /, count: 'In stock', save: 'Save', saved: 'The product is saved', mend: /have to be mended/,
    files: 'Choose pictures', cut: 'Cut the picture', refused: /no JPEG/, put: 'Add the picture', none: 'Close', pictures: 'Pictures', stock: /^Stock: 7/, pieces: 'Pieces there are', log: 'Counted anew',
    find: 'Find by words or SKU', archive: 'Archive', gone: 'The product is in the archive', undo: 'Undo', back: /Put back on sale/, title: 'A cup of the walk',
  },
};

for (const look of looks) {
  const m = said[look.lang];
  const name = `panel-products-${look.shape}-${look.lang}-${look.scheme}`;
  test(`${name}: a product with a picture`, async () => {
    const v = await s.signIn(look, '/products');
    const { page } = v;
    const seen = async (what) => {
      await accessible(page, `${name} ${what}`);
      await shot(page, `${name}-${what}`);
    };
    const sku = `WALK-${look.lang}`;
    await page.getByRole('table').getByRole('row').nth(2).waitFor();
    await seen('1-list');
    await page.getByRole('link', { name: m.add }).click();
    await page.getByRole('button', { name: m.save, exact: true }).click();
    await page.getByText(m.mend).waitFor();
    await page.getByLabel(look.lang === 'ru' ? m.first : m.second, { exact: true }).fill(m.title);
    await page.getByLabel(m.sku, { exact: true }).fill(sku);
    await page.getByLabel(m.price).fill('1 490,50');
    await page.getByLabel(m.count, { exact: true }).fill('7');

    const chooser = page.getByLabel(m.files);
    await chooser.setInputFiles(drawing);
    await page.getByText(m.refused).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: m.none }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await chooser.setInputFiles(photo);
    await page.getByRole('dialog').locator('canvas').waitFor();
    await seen('2-cut');
    await page.getByRole('dialog').getByRole('button', { name: m.put }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const picture = page.getByRole('region', { name: m.pictures, exact: true }).getByRole('img').first();
    await picture.waitFor();
    await page.waitForFunction((img) => img.complete && img.naturalWidth > 0, await picture.elementHandle());
    await page.getByRole('button', { name: m.save, exact: true }).click();
    await page.getByText(m.saved).waitFor();
    await page.getByRole('button', { name: m.stock }).waitFor();
    await seen('3-product');
    await page.getByRole('button', { name: m.stock }).click();
    await page.getByRole('dialog').getByText(m.log).waitFor();
    await page.getByRole('dialog').getByLabel(m.pieces).fill('9');
    await seen('4-stock');
    await page.getByRole('dialog').getByRole('button', { name: m.save, exact: true }).click();
    await page.getByRole('dialog').getByText('+2', { exact: true }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: m.none }).click();
    const address = /products\/(prd_\w+)/.exec(page.url())?.[1];
    assert.ok(address, page.url());

    // What customers are shown is the picture that was cut.
    const url = await page.evaluate(async (id) => (await (await fetch(`/api/v1/products/${id}`, { headers: { 'X-Prilavok': 'panel' } })).json()).images[0].url, address);
    const shown = await page.request.get(s.shop.url + url);
    assert.equal(shown.headers()['content-type'], 'image/jpeg');

    await page.getByRole('button', { name: m.archive, exact: true }).click();
    await page.getByText(m.gone).waitFor();
    await page.getByRole('button', { name: m.undo, exact: true }).last().click();
    await page.getByRole('button', { name: m.archive, exact: true }).waitFor();
    await page.goto(`${s.shop.url}/panel/#/products`);
    await page.getByRole('searchbox', { name: m.find }).fill(sku);
    await page.getByText(m.title).first().waitFor();
    await seen('5-found');
    assert.deepEqual(v.problems, []);
    await v.context.close();
  });
}
