// The panel in a browser: a shop whose owner has an account, and visits that are signed in.
import { visit } from './browser.mjs';
import { scene } from './scene.mjs';

export const owner = { name: 'Анна Лавкина', email: 'anna@example.com', password: 'чай и баранки на углу' };

/** panel opens a demo shop; the first visit makes the owner's account by the link that the shop printed. */
export function panel(prepare) {
  const s = scene(prepare);
  let made = false;
  return Object.assign(s, {
    /** signIn opens the panel in a fresh profile as its owner, at a path like /orders; null stays where the sign-in leads. */
    async signIn(options = {}, path = '/') {
      const v = await visit(s.browser, options);
      const [, link] = made ? [] : await s.shop.printed(/(http\S+\/panel\/#\/first\/\S+)/);
      await v.page.goto(link ?? `${s.shop.url}/panel/#/sign-in`);
      if (link) await v.page.getByLabel(/^(Ваше имя|Your name)/).fill(owner.name);
      await v.page.getByLabel(/^(Электронная почта|E-mail)/).fill(owner.email);
      await v.page.getByLabel(/^(Пароль|Password)/).fill(owner.password);
      await v.page.locator('button[type=submit]').click();
      await v.page.getByRole('navigation').first().waitFor();
      made = true;
      // The refusal before the sign-in is no problem of the page.
      v.problems.length = 0;
      // The first sign-in leads to the first steps.
      if (path !== null && (link || path !== '/')) await v.page.goto(`${s.shop.url}/panel/#${path}`);
      return v;
    },
  });
}

/** looks are the shapes, languages and schemes that each screen is looked at in. */
export const looks = [
  { shape: 'desktop', lang: 'ru', scheme: 'light' },
  { shape: 'phone', lang: 'en', scheme: 'dark' },
];

/** call asks the API as the page does, and answers what it says. */
export async function call(page, method, path, body) {
  const { status, text } = await page.evaluate(
    async ([m, p, b]) => {
      const r = await fetch(`/api/v1${p}`, { method: m, headers: { 'X-Prilavok': 'panel', 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }, ...(b === null ? {} : { body: JSON.stringify(b) }) });
      return { status: r.status, text: await r.text() };
    },
    [method, path, body ?? null],
  );
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

/** narrow throws when the page is wider than its window. */
export async function narrow(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) throw new Error(`the page is ${wide} px too wide`);
}

/** until asks in the page, again and again, until what an async function answers is true; it answers with that. */
export function until(page, fn) {
  return page.evaluate(`(async () => {
    for (let i = 0; i < 400; i++) {
      const value = await (${fn})();
      if (value) return value;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('it is not so after all this time: ' + ${JSON.stringify(String(fn))});
  })()`);
}
