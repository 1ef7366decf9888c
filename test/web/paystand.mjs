// The YooKassa of the payments' own tests, over HTTP on this machine: test/paystand.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** keys are those that the stand knows. */
export const keys = { shop: '100500', secret: 'test_secret' };

/** paystand answers once the stand serves: its address, and how to end it. */
export async function paystand() {
  const binary = `${root}bin/paystand`;
  const built = spawnSync('go', ['build', '-o', binary, './test/paystand'], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the stand is not built: ${built.stderr}`);
  const child = spawn(binary, { stdio: ['pipe', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    child.stdout.once('data', (said) => resolve(String(said).trim()));
    child.once('exit', (code) => reject(new Error(`the stand ended with ${code}`)));
  });
  return { url, close: () => child.stdin.end() };
}
