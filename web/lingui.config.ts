import { readdirSync } from 'node:fs';
import { defineConfig } from '@lingui/cli';

// Each room of the panel has its own catalogs, which are loaded with it.
const rooms = ['src/panel/app', 'src/panel/ui', ...readdirSync('src/panel/screens').map((name) => `src/panel/screens/${name}`)];

export default defineConfig({
  sourceLocale: 'en',
  locales: ['ru', 'en'],
  catalogs: rooms.map((room) => ({ path: `${room}/locales/{locale}`, include: [room] })),
  orderBy: 'message',
});
