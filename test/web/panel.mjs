// The panel in a browser: a shop whose owner has an account, and visits that are signed in.
import { visit } from './browser.mjs';
import { scene } from './scene.mjs';

export const owner = { name: 'Анна Лавкина', email: 'anna@example.com', password: 'чай и баранки на углу' };

/** panel opens a demo shop; the first visit makes the owner's account by the link that the shop printed. */
export function panel() {
  const s = scene();
  let made = false;
  return Object.assign(s, {
    /** signIn opens the panel in a fresh profile as its owner, at a path like /orders. */
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
      if (path !== '/') await v.page.goto(`${s.shop.url}/panel/#${path}`);
      return v;
    },
  });
}

/** looks are the shapes, languages and schemes that each screen is looked at in. */
export const looks = [
  { shape: 'desktop', lang: 'ru', scheme: 'light' },
  { shape: 'phone', lang: 'en', scheme: 'dark' },
];
