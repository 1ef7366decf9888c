// A real shop on a free port, with a data folder of its own: the demo, or one that begins with nothing.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(new URL('../../bin/prilavok', import.meta.url));

/** postgres names a new database where the walks have a server (testpg), else nothing: the shop stands on SQLite. */
export function postgres() {
  const server = process.env.PRILAVOK_TEST_PG_URL;
  if (!server) return {};
  const name = `walk_${randomBytes(6).toString('hex')}`;
  const made = spawnSync('psql', [server, '-qc', `create database ${name}`], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`psql: ${made.error ?? made.stderr}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { DATABASE_URL: url.href };
}

/** start runs `prilavok demo`, or another command, and answers once it has printed its address; settings are variables of its environment. */
export async function start({ data = mkdtempSync(join(tmpdir(), 'prilavok-e2e-')), listen = '127.0.0.1:0', settings = {}, command = 'demo' } = {}) {
  if (process.env.PRILAVOK_URL) return { url: process.env.PRILAVOK_URL.replace(/\/$/, ''), stop: async () => {}, data };
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (/^(TELEGRAM|OPENAI|DATABASE|PUBLIC|PRILAVOK|S3)_/.test(name)) delete env[name];
  Object.assign(env, settings);
  const child = spawn(binary, [command, '--listen', listen, '--data', data], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  const url = await new Promise((resolve, reject) => {
    const heard = (chunk) => {
      out += chunk;
      const found = /https?:\/\/[a-z0-9.[\]:-]+:\d+/i.exec(out.replace(/\u001b\[[0-9;]*m/g, ''));
      if (found) resolve(found[0]);
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    child.on('exit', (code) => reject(new Error(`prilavok ${command} ended with ${code}:\n${out}`)));
    child.on('error', reject);
    setTimeout(() => reject(new Error(`prilavok ${command} printed no address:\n${out}`)), 30_000).unref();
  });
  /** printed waits until the shop has said something of a form, and answers the match. */
  const printed = async (form) => {
    for (let i = 0; i < 200; i++) {
      const found = form.exec(out);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`prilavok ${command} has not printed ${form}:\n${out}`);
  };
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(hard);
    }
    return out;
  };
  return { url, stop, printed, data, clean: () => rmSync(data, { recursive: true, force: true }) };
}
