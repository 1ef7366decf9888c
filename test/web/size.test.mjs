import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../web/dist/', import.meta.url));
const zipped = (pattern) => {
  const names = readdirSync(`${dist}assets`).filter((n) => pattern.test(n));
  assert.equal(names.length, 1, `one file fits ${pattern}: ${names}`);
  return statSync(`${dist}assets/${names[0]}`).size;
};

test('the page stays light', () => {
  const js = zipped(/^chat-.*\.js\.gz$/) + zipped(/^texts\.ru-.*\.js\.gz$/);
  assert.ok(js <= 80 * 1024, `${js} bytes of gzipped JavaScript before the first screen`);
  assert.ok(zipped(/^chat-.*\.css\.gz$/) <= 6 * 1024);
  assert.ok(statSync(`${dist}widget.js.gz`).size <= 3 * 1024, 'the widget is what other sites load');
});
