// One shop and one browser for all walks of a file.
import { after, before } from 'node:test';
import { open, visit } from './browser.mjs';
import { start } from './shop.mjs';

/** scene opens them before the first walk and closes them after the last; prepare answers variables for the shop. */
export function scene(prepare = async () => ({})) {
  const s = {
    shop: null,
    browser: null,
    /** enter opens the chat page as a new visitor and waits until it is connected. */
    async enter(options) {
      const v = await visit(s.browser, options);
      await v.page.goto(`${s.shop.url}/`);
      await v.page.locator('.status.online').waitFor();
      return v;
    },
  };
  before(async () => {
    [s.shop, s.browser] = await Promise.all([prepare().then((settings) => start({ settings })), open()]);
  });
  after(async () => {
    await s.browser?.close();
    await s.shop?.stop();
    s.shop?.clean?.();
  });
  return s;
}
