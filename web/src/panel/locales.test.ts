// @vitest-environment node
import { getConfig } from '@lingui/conf';
import { getCatalogs } from '@lingui/cli/api';
import { expect, test } from 'vitest';

const config = getConfig({ cwd: process.cwd() });
const catalogs = await getCatalogs(config);

test.each(catalogs.map((c) => [c.path, c] as const))('%s is complete in both languages', async (_, catalog) => {
  const used = Object.keys((await catalog.collect()) ?? {}).sort();
  for (const lang of config.locales) {
    const has = (await catalog.read(lang)) ?? {};
    // `npm run extract` brings the catalogs up to date.
    expect(Object.keys(has).sort(), lang).toEqual(used);
    if (lang === config.sourceLocale) continue;
    const missing = Object.values(has).filter((m) => !m.translation);
    expect(missing.map((m) => m.message)).toEqual([]);
  }
  // The first one also loads the compiler, which takes seconds on a busy machine.
}, 60_000);

test('one message has one translation wherever it stands; a context tells two apart', async () => {
  const seen = new Map<string, string>();
  const differ: string[] = [];
  for (const catalog of catalogs) {
    for (const [id, m] of Object.entries((await catalog.read('ru')) ?? {})) {
      const before = seen.get(id);
      if (before !== undefined && before !== m.translation) differ.push(`${m.message}: ${before} / ${m.translation}`);
      seen.set(id, m.translation ?? '');
    }
  }
  expect(differ).toEqual([]);
});
