// Writes the panel's types of the API from docs/openapi.json, which the server serves and
// its tests hold. It runs before each build, so that the two cannot differ.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const spec = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
for (const path of Object.values(spec.paths)) {
  for (const operation of Object.values(path)) {
    // The client sets it with every POST, so callers need not.
    operation.parameters = operation.parameters?.filter((p) => p.name !== 'Idempotency-Key');
  }
}
const file = new URL('../src/panel/api/schema.gen.ts', import.meta.url);
const text = `// Written by tools/schema.mjs from docs/openapi.json.\n${astToString(await openapiTS(spec))}`;
let before = '';
try {
  before = readFileSync(file, 'utf8');
} catch {
  // The first time there is none.
}
if (before !== text) writeFileSync(file, text);
