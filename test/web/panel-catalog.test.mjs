// What is done with the catalog besides its products: many cells at once, a table brought and
// taken back, a promotion that customers see in their cart, and who waits for what.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, shot } from './browser.mjs';
import { call, looks, narrow, panel, until } from './panel.mjs';
import { fillCart, lastShop, press, say, words } from './visitor.mjs';

const s = panel();

const said = {
  ru: {
    stock: /^В наличии: .*$/, price: /^Цена: .*$/, cells: 'Изменённые ячейки', save: 'Сохранить', saved: 'Изменения сохранены', undo: 'Вернуть', table: 'Таблица товаров',
    file: 'Выбрать таблицу', bad: 'Что не так', would: 'Что изменится', good: 'Загрузить товары, в которых нет ошибок', run: /^Загрузить \d+ строк/, brought: /^Таблица загружена: новых 1/, back: /^Загрузка отменена/, list: 'История загрузок', left: 'Осталось как есть:', take: 'Отменить загрузку', undone: 'Отменена',
    fresh: 'Новая акция', name: 'Название по-русски', percent: 'Процент', kept: 'Акция сохранена', waits: 'Чего ждут покупатели', close: 'Закрыть', part: 'Кто его ждёт', nobody: 'Никто ничего не ждёт', tell: 'Сообщить сейчас', told: /^Пишем покупателям: 1/,
  },
  en: {
    stock: /^In stock: .*$/, price: /^Price: .*$/, cells: 'Changed cells', save: 'Save', saved: 'The cells are saved', undo: 'Undo', table: 'Table of products',
    file: 'Choose a table', bad: 'What is wrong', would: 'What would change', good: 'Import the products that have nothing wrong', run: /^Import \d+ row/, brought: /^The table is imported: 1 new/, back: /^The import is taken back/, list: 'What was imported', left: 'Left as it is:', take: 'Undo the import', undone: 'Import undone',
    fresh: 'New promotion', name: 'Name in Russian', percent: 'Percent', kept: 'The promotion is saved', waits: 'What customers wait for', close: 'Close', part: 'Who waits for it', nobody: 'Nobody waits for anything', tell: 'Tell them now', told: /^Customers are being told: 1/,
  },
};

for (const look of looks) {
  const m = said[look.lang];
  const tail = `${look.shape}-${look.lang}-${look.scheme}`;

  /** walk is one walk as the owner; seen looks at the page as a person and as axe does. */
  const walk = (what, path, body) =>
    test(`panel-${what}-${tail}`, async () => {
      const v = await s.signIn(look, path);
      const seen = async (step) => {
        await accessible(v.page, `${what} ${step}`);
        await narrow(v.page);
        await shot(v.page, `panel-${what}-${tail}-${step}`);
      };
      await body({ ...v, seen });
      assert.deepEqual(v.problems, []);
      await v.context.close();
    });
  const goods = async (page) => (await call(page, 'GET', '/goods?limit=3')).items.map((g) => [g.variants[0].price, g.variants[0].on_hand]);

  walk('grid', '/products?view=grid', async ({ page, seen }) => {
    const region = page.getByRole('region', { name: m.table });
    const prices = region.getByRole('textbox', { name: m.price });
    await prices.first().waitFor();
    const before = await goods(page);
    await seen('1-cells');
    await prices.nth(0).fill('1 234');
    await prices.nth(1).fill('2345,50');
    await region.getByRole('textbox', { name: m.stock }).nth(0).fill('77');
    await seen('2-changed');
    await page.getByRole('region', { name: m.cells }).getByRole('button', { name: m.save }).click();
    await page.getByText(m.saved).waitFor();
    const after = await goods(page);
    assert.equal(after[0][0], 123400);
    assert.equal(after[0][1], 77);
    await seen('3-saved');
    await page.getByRole('button', { name: m.undo, exact: true }).last().click();
    await page.waitForFunction((want) => [...document.querySelectorAll('td input')].every((x) => x.value.replace(/\s/g, '') !== want), '1234');
    await page.getByText(m.saved).last().waitFor();
    assert.deepEqual(await goods(page), before);
  });

  walk('import', '/products/import', async ({ page, seen }) => {
    const [cup] = (await call(page, 'GET', '/goods?limit=1')).items;
    const { sku, price } = cup.variants[0];
    const csv = `sku;title_ru;title_en;price;stock\n${sku};Чашка из таблицы;A cup of the table;777;5\nTAB-${look.lang};"=HYPERLINK(""http://evil.example"")";=1+1;150,50;3\nBAD-1;Без цены;No price;дорого;1\n;Без артикула;No SKU;5;1\n`;
    const chooser = page.getByLabel(m.file);
    await chooser.setInputFiles({ name: `весна-${look.lang}.csv`, mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByRole('region', { name: m.bad }).waitFor();
    await page.getByRole('region', { name: m.would }).getByText('=HYPERLINK').first().waitFor();
    await seen('1-preview');
    await page.getByLabel(m.good).check();
    await page.getByRole('button', { name: m.run }).click();
    await page.getByText(m.brought).waitFor();
    const find = async () => (await call(page, 'GET', `/goods?search=TAB-${look.lang}`)).items;
    assert.equal((await find())[0].title.ru, '=HYPERLINK("http://evil.example")', 'a formula is a text');
    assert.equal((await call(page, 'GET', `/products/${cup.id}`)).variants[0].price.amount, 77700);
    await seen('2-imported');
    // Somebody changes a name that the table has changed: that is not taken back.
    await call(page, 'POST', '/goods-cells', { cells: [{ product_id: cup.id, field: 'title.ru', was: 'Чашка из таблицы', value: 'Чашка Ани' }] });
    await page.getByRole('button', { name: m.undo, exact: true }).last().click();
    await page.getByText(m.back).first().waitFor();
    assert.equal((await call(page, 'GET', `/products/${cup.id}`)).variants[0].price.amount, price);
    assert.equal((await find()).length, 0);
    await page.goto(`${s.shop.url}/panel/#/products/imports`);
    await page.getByRole('heading', { level: 1, name: m.list }).waitFor();
    const one = page.getByRole('region', { name: `весна-${look.lang}.csv` });
    await one.getByText(m.undone).waitFor();
    await one.getByText('Чашка Ани').waitFor();
    await seen('3-list');
    await call(page, 'POST', '/goods-cells', { cells: [{ product_id: cup.id, field: 'title.ru', was: 'Чашка Ани', value: cup.title.ru }] });
  });

  walk('promotion', '/promotions', async ({ page, seen }) => {
    const title = `Скидка прогулки ${look.lang}`;
    await page.getByRole('button', { name: m.fresh }).first().click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel(m.name).fill(title);
    await sheet.getByLabel(m.percent).fill('15');
    await seen('1-form');
    await sheet.getByRole('button', { name: m.save, exact: true }).click();
    await page.getByText(m.kept).waitFor();
    await page.getByText(title).first().waitFor();
    await sheet.waitFor({ state: 'detached' });
    await seen('2-list');
    const customer = await s.enter({ ...look, lang: 'ru' });
    const w = words.ru;
    await fillCart(customer.page, w, async () => {});
    if (!(await lastShop(customer.page)).includes(title)) await say(customer.page, w, '/cart');
    const cart = await lastShop(customer.page);
    assert.match(cart, new RegExp(title), `the cart says ${cart}`);
    await shot(customer.page, `panel-promotion-${tail}-3-cart`);
    await customer.context.close();
    const [made] = (await call(page, 'GET', '/promotions')).items;
    await call(page, 'POST', `/promotions/${made.id}/archive`, {});
  });

  walk('waits', '/products', async ({ page, seen }) => {
    const all = (await call(page, 'GET', '/goods?limit=20&status=active')).items;
    const row = all.filter((g) => g.variants.length === 1 && g.variants[0].tracked)[looks.indexOf(look)];
    const { id, on_hand } = row.variants[0];
    await put(page, id, row.variants[0].reserved);
    const customer = await s.enter({ shape: look.shape, lang: 'ru' });
    await say(customer.page, words.ru, row.title.ru);
    await shot(customer.page, `panel-waits-${tail}-0-chat`);
    for (let i = 0; i < 4 && (await call(page, 'GET', `/stock-waits?product_id=${row.id}`)).items.length === 0; i++) await press(customer.page, /сообщить|появ|ждать|подпис|🔔|Подробнее|Показать|^1$/i);
    await page.goto(`${s.shop.url}/panel/#/products/waits`);
    await page.getByRole('heading', { level: 1, name: m.waits }).waitFor();
    await page.getByText(look.lang === 'en' ? row.title.en : row.title.ru).first().waitFor();
    await seen('1-list');
    await page.getByRole('button', { name: /^(ждёт 1|1 waits)$/ }).click();
    await page.getByRole('dialog').getByRole('link').first().waitFor();
    await seen('2-who');
    await page.goto(`${s.shop.url}/panel/#/products/${row.id}`);
    await page.getByRole('region', { name: m.part }).waitFor();
    await seen('3-product');
    // Not counted any more, it can be had; nobody is told of that by itself.
    const product = await call(page, 'GET', `/products/${row.id}`);
    await call(page, 'POST', '/goods-cells', { cells: [{ product_id: row.id, variant_id: id, field: 'stock', was: String(row.variants[0].reserved), value: '' }] });
    assert.ok(product.id);
    await page.reload();
    await page.getByRole('region', { name: m.part }).getByRole('button').click();
    await page.getByRole('dialog').getByRole('button', { name: m.tell }).click();
    await page.getByText(m.told).waitFor();
    await customer.page.waitForFunction((title) => [...document.querySelectorAll('.message.theirs')].at(-1)?.innerText.includes(title), row.title.ru);
    await shot(customer.page, `panel-waits-${tail}-4-told`);
    await customer.context.close();
    await call(page, 'POST', '/goods-cells', { cells: [{ product_id: row.id, variant_id: id, field: 'stock', was: '', value: String(on_hand) }] });
    await page.goto(`${s.shop.url}/panel/#/products/waits`);
    await page.getByText(m.nobody).waitFor();
    await seen('5-nobody');
  });
}

/** put counts a variant anew. */
const put = (page, variant, n) =>
  page.evaluate(([id, on_hand]) => fetch(`/api/v1/variants/${id}/stock`, { method: 'PUT', headers: { 'X-Prilavok': 'panel', 'Content-Type': 'application/json', 'If-Match': '*' }, body: JSON.stringify({ on_hand }) }), [variant, n]);
