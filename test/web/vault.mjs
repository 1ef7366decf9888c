// The S3 server of test/s3, for walks with a store of files.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** vault starts it, and answers with the settings of a shop that keeps its pictures there. */
export async function vault() {
  const child = spawn('node', ['serve.mjs'], { cwd: fileURLToPath(new URL('../s3/', import.meta.url)), stdio: ['pipe', 'pipe', 'inherit'] });
  const line = await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', () => reject(new Error('s3rver did not start: npm ci --prefix test/s3')));
  });
  const { url } = JSON.parse(line);
  return {
    url,
    settings: { S3_ENDPOINT: url, S3_BUCKET: 'pictures', S3_ACCESS_KEY_ID: 'S3RVER', S3_SECRET_ACCESS_KEY: 'S3RVER' },
    stop: () => child.stdin.end(),
  };
}
