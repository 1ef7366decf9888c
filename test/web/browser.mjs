// What the browser walks share: Chromium, pages of the shapes that people have, axe.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const shapes = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
};

export async function open() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** visit opens a page in a fresh browser profile; errors of scripts fail the walk. */
export async function visit(browser, { shape = 'desktop', lang = 'ru', scheme = 'light' } = {}) {
  const context = await browser.newContext({ ...shapes[shape], locale: lang === 'ru' ? 'ru-RU' : 'en-US', colorScheme: scheme, reducedMotion: 'reduce', bypassCSP: false });
  // A busy machine takes its time; only a walk that cannot go on waits this long.
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (e) => problems.push(`script error: ${e.message}`));
  page.on('console', (m) => m.type() === 'error' && !/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED|ERR_NETWORK/.test(m.text()) && problems.push(`console: ${m.text()}`));
  return { context, page, problems };
}

/** accessible runs axe on the page and throws with what it found. */
export async function accessible(page, where) {
  // evaluate runs in the page's own world without its content policy, as a debugger does.
  const found = await page.evaluate(async (source) => {
    if (!window.axe) (0, eval)(source);
    const r = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return r.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')})`);
  }, axe);
  if (found.length) throw new Error(`axe, ${where}:\n  ${found.join('\n  ')}`);
}

/** shot keeps a picture when a folder for them is given. */
export async function shot(page, name) {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
