import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { transformAsync } from '@babel/core';
import macros from '@lingui/babel-plugin-lingui-macro';
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** compressed writes .gz and .br beside every text file, so that the server need not compress. */
function compressed(): Plugin {
  const walk = (dir: string): string[] =>
    readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? walk(join(dir, e.name)) : [join(dir, e.name)]));
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      for (const file of walk('dist').filter((f) => /\.(js|css|html|svg)$/.test(f))) {
        const body = readFileSync(file);
        if (body.length < 512) continue;
        writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      }
      writeFileSync('dist/.keep', '');
    },
  };
}

/** texts turns Lingui's macros into calls with the ids of its catalogs, before anything else reads the file. */
function texts(): Plugin {
  return {
    name: 'texts',
    enforce: 'pre',
    async transform(code, id) {
      const [file = ''] = id.split('?');
      if (!/\.tsx?$/.test(file) || !/@lingui\/(core|react)\/macro/.test(code)) return null;
      const out = await transformAsync(code, {
        filename: file,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: ['typescript', ...(file.endsWith('x') ? (['jsx'] as const) : [])] },
        plugins: [macros],
      });
      return out ? { code: out.code ?? '', map: out.map ?? null } : null;
    },
  };
}

/** headers are what the host of a static build answers with, as httpapi/panel does, in the form that Netlify and Cloudflare Pages read. */
function headers(api: string, url: string): string {
  const there = [...new Set([api, url].map((at) => new URL(at).origin))].join(' ');
  const policy = `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https: ${there}; media-src 'self' blob: https:; font-src 'self'; connect-src 'self' ${there}; worker-src 'self'; manifest-src 'self'; frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'`;
  return `/*
  Content-Security-Policy: ${policy}
  X-Frame-Options: DENY
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Cross-Origin-Opener-Policy: same-origin-allow-popups
  Cross-Origin-Resource-Policy: same-origin
  Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=()
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/panel/*
  Cache-Control: no-store
`;
}

/** placed writes into the panel's page where its shop is, for a build that lies on another host, and beside it that host's headers. */
function placed(): Plugin {
  const { PRILAVOK_API: api, SUPABASE_URL: url, SUPABASE_ANON_KEY: anon_key } = process.env;
  return {
    name: 'placed',
    generateBundle() {
      if (api && url) this.emitFile({ type: 'asset', fileName: '_headers', source: headers(api, url) });
    },
    transformIndexHtml() {
      if (!api || !url || !anon_key) throw new Error('a static build needs PRILAVOK_API, SUPABASE_URL and SUPABASE_ANON_KEY');
      return [{ tag: 'meta', attrs: { name: 'prilavok', content: JSON.stringify({ api, supabase: { url, anon_key } }) }, injectTo: 'head' }];
    },
  };
}

// `vite build --mode static` makes the panel alone, to lie in any folder of any host beside Supabase.
export default defineConfig(({ mode }) => ({
  base: mode === 'static' ? './' : '/',
  plugins: [texts(), lingui(), react(), mode === 'static' ? placed() : compressed()],
  build: {
    target: 'es2022',
    outDir: mode === 'static' ? 'static' : 'dist',
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      input: mode === 'static' ? { panel: 'panel/index.html' } : { chat: 'index.html', panel: 'panel/index.html', widget: 'src/widget/widget.ts' },
      output: {
        // widget.js stands in other people's pages, so its name never changes.
        entryFileNames: (chunk) => (chunk.name === 'widget' ? 'widget.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: { proxy: { '/api': 'http://localhost:8080', '/auth': 'http://localhost:8080', '/media': 'http://localhost:8080' } },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'], restoreMocks: true },
}));
