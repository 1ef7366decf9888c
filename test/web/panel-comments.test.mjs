// Comments under posts of an Instagram account: a rule is made and tried, comments come from a
// loopback Graph API, are answered and stand in the ledger, and a post is told what it shows.
// Then the texts of notices, with their preview.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { accessible, shot } from './browser.mjs';
import { call, looks, narrow, panel, until } from './panel.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const meta = await graph();
after(() => meta.close());
const secret = '0123456789abcdef0123456789abcdef';
const env = { INSTAGRAM_API_URL: meta.url, META_APP_SECRET: secret };
const s = panel(async () => env);

const said = {
  ru: { fresh: 'Новое правило', name: 'Название правила', words: 'Или слова в нём', private: /^Личное сообщение/, public: /^Ответ под комментарием/, save: 'Сохранить', saved: 'Правило сохранено', text: 'Комментарий', try: 'Попробовать', by: /^Ответит/, ledger: 'Что увидели', post: 'Публикации', choose: 'Связать публикацию', address: 'Адрес публикации', products: 'Товары', linked: 'Публикация связана', notice: 'Уведомления', open: /: Русский$/, kept: 'Текст сохранён', undo: 'Вернуть' },
  en: { fresh: 'New rule', name: 'Name of the rule', words: 'Or words in it', private: /^Private message/, public: /^Answer under the comment/, save: 'Save', saved: 'The rule is saved', text: 'Comment', try: 'Try', by: /^Answered by/, ledger: 'What was seen', post: 'Posts', choose: 'Link a post', address: 'Address of the post', products: 'Products', linked: 'The post is linked', notice: 'Notices', open: /: English$/, kept: 'The text is saved', undo: 'Undo' },
};

for (const look of looks) {
  const m = said[look.lang];
  const n = looks.indexOf(look);
  const tail = `${look.shape}-${look.lang}-${look.scheme}`;
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

  walk('comments', '/settings/comments', async ({ page, seen }) => {
    if (n === 0) {
      const done = spawnSync(`${root}bin/prilavok`, ['shop', '--data', s.shop.data, 'connect-instagram', 'demo'], { env: { ...process.env, ...env, INSTAGRAM_TOKEN: 'IGAAWALK' }, encoding: 'utf8' });
      assert.equal(done.status, 0, done.stderr + done.stdout);
    }
    const title = `Цена ${look.lang}`;
    const word = n === 0 ? 'почём' : 'сколько';
    await page.getByRole('button', { name: m.fresh }).first().click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel(m.name).fill(title);
    await sheet.getByLabel(m.words).fill(word);
    await page.keyboard.press('Enter');
    await sheet.getByLabel(m.private).first().fill('Здравствуйте! Пишем вам цену.');
    await sheet.getByLabel(m.public).first().fill('Ответили в личные сообщения');
    await seen('1-rule');
    await sheet.getByRole('button', { name: m.save, exact: true }).click();
    await page.getByText(m.saved).waitFor();
    await sheet.waitFor({ state: 'detached' });
    await page.getByLabel(m.text, { exact: true }).fill(`А ${word} такая?`);
    await page.getByRole('button', { name: m.try, exact: true }).click();
    await page.getByText(m.by).waitFor();
    await seen('2-tried');

    const post = `1800000000000000${n}`;
    assert.equal(await meta.comment({ shop: s.shop.url, post, caption: `Новые кружки ${look.lang}`, person: `90${n}`, name: 'Вера', text: `${word}?` }), '200');
    assert.equal(await meta.comment({ shop: s.shop.url, post, person: `91${n}`, name: 'Глеб', text: 'красота' }), '200');
    await until(page, `async () => (await (await fetch('/api/v1/comments', { headers: { 'X-Prilavok': 'panel' } })).json()).items.filter((x) => x.media_id === '${post}' || x.text === '${word}?').some((x) => x.state === 'done')`);
    await page.getByRole('tab', { name: m.ledger }).click();
    await page.getByText(`${word}?`).first().waitFor();
    await page.getByText('красота').first().waitFor();
    await seen('3-ledger');
  });

  walk('posts', '/settings/posts', async ({ page, seen }) => {
    await page.getByRole('heading', { level: 1, name: m.post }).waitFor();
    await seen('1-posts');
    await page.getByRole('button', { name: m.choose }).first().click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel(m.address).fill(`https://www.instagram.com/p/1800000000000000${n}/`);
    await sheet.getByRole('combobox', { name: m.products }).or(sheet.getByLabel(m.products)).first().click();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Escape');
    await seen('2-link');
    await sheet.getByRole('button', { name: m.save, exact: true }).click();
    await page.getByText(m.linked).waitFor();
    await page.goto(`${s.shop.url}/panel/#/settings/posts?linked=true`);
    await page.getByRole('listitem').first().waitFor();
    await seen('3-linked');
  });

  walk('notices', '/settings/notices', async ({ page, seen }) => {
    await page.getByRole('heading', { level: 1, name: m.notice }).waitFor();
    await page.getByRole('button', { name: m.open }).first().click();
    const sheet = page.getByRole('dialog');
    const box = sheet.getByRole('textbox').first();
    const was = await box.inputValue();
    await box.fill(`Спасибо за прогулку! ${was}`);
    await sheet.getByRole('status').getByText(/Спасибо за прогулку!/).waitFor();
    await seen('1-text');
    await sheet.getByRole('button', { name: m.save, exact: true }).click();
    await page.getByText(m.kept).waitFor();
    await page.getByText(/Спасибо за прогулку!/).first().waitFor();
    await seen('2-list');
    await page.getByRole('button', { name: m.undo, exact: true }).last().click();
    await page.getByText(/Спасибо за прогулку!/).waitFor({ state: 'detached' });
    for (const path of ['/settings/knowledge', '/settings/delivery']) {
      await page.goto(`${s.shop.url}/panel/#${path}`);
      await page.getByRole('listitem').first().waitFor();
      await seen(`3-${path.split('/').at(-1)}`);
    }
  });
}

/** graph is Meta's side on loopback, with one account and its customers. */
async function graph() {
  const child = spawn('go', ['run', './test/igserve'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => (await lines.next()).value;
  return {
    url: await line(),
    /** comment has a customer write one, and answers with what the shop said to Meta. */
    comment: (c) => (child.stdin.write(`${JSON.stringify(c)}\n`), line()),
    close: () => child.stdin.end(),
  };
}
