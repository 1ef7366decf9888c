// The bot on Supabase Edge Functions: loads bot.wasm, hands it requests, and replaces
// it when it ends. No rule of the shop lives here; the bot itself is cmd/edge.
import "./wasm_exec.mjs";
import { call, readUpTo, resolve } from "./call.ts";
import { Database } from "./db.ts";

// What the bot may know of the environment. All of it would be too large for a Go
// program, and most is none of its business.
const NAMES = [
  "PRILAVOK_SECRET_KEY",
  "PRILAVOK_TICK_SECRET",
  "PRILAVOK_LOG_LEVEL",
  "PRILAVOK_TELEGRAM_API_URL",
  "PRILAVOK_PUBLIC_URL",
  "PRILAVOK_KEEP_TRANSCRIPTS",
  "PRILAVOK_BUDGET_DAILY_TOKENS",
  "PRILAVOK_BUDGET_CONTACT_TOKENS",
  "PRILAVOK_BUDGET_TURN_TOKENS",
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "OPENAI_PROFILE",
  "OPENAI_MODEL",
  "OPENAI_MODEL_FAST",
  "OPENAI_MODEL_TRANSCRIBE",
  "OPENAI_MODEL_VISION",
  "OPENAI_TIMEOUT",
  "OPENAI_PRICE_INPUT",
  "OPENAI_PRICE_OUTPUT",
  "PRILAVOK_EDGE_BREAKABLE",
];
const MOST = 1 << 20; // webhook.MaxBody
const GIVE_UP = { deaths: 3, within: 60_000 };

type Reply = { status: number; headers: Record<string, string>; body: Uint8Array; after?: Promise<void> };
type Handle = (r: { method: string; path: string; headers: [string, string][]; body: Uint8Array }) => Promise<Reply>;
type Instance = { handle: Handle; gone: Promise<never> };
declare const EdgeRuntime: { waitUntil(p: Promise<unknown>): void };

function log(level: string, msg: string, more: Record<string, unknown> = {}) {
  console.log(JSON.stringify({ time: new Date().toISOString(), level, msg, ...more }));
}

let module: Promise<WebAssembly.Module> | undefined;

function compiled(): Promise<WebAssembly.Module> {
  module ??= Deno.readFile(new URL("./bot.wasm", import.meta.url)).then((bytes) => WebAssembly.compile(bytes));
  module.catch(() => module = undefined);
  return module;
}

let current: Promise<Instance> | undefined;
const deaths: number[] = [];

function instance(): Promise<Instance> {
  if (current) return current;
  while (deaths.length && Date.now() - deaths[0] > GIVE_UP.within) deaths.shift();
  if (deaths.length >= GIVE_UP.deaths) throw new Error("the bot ended too often; it is left alone for a minute");
  const self = current = start((why) => {
    if (current !== self) return;
    current = undefined;
    deaths.push(Date.now());
    log("ERROR", "the bot ended", { why, deaths: deaths.length });
  });
  return self;
}

// start runs one Go program. died is told once when it has ended, for whatever reason.
async function start(died: (why: string) => void): Promise<Instance> {
  const db = new Database(Deno.env.get("PRILAVOK_DATABASE_URL") ?? Deno.env.get("SUPABASE_DB_URL") ?? "");
  try {
    // deno-lint-ignore no-explicit-any
    const go = new (globalThis as any).Go();
    const wasm = await WebAssembly.instantiate(await compiled(), go.importObject);
    const env = Object.fromEntries(NAMES.map((name) => [name, Deno.env.get(name)]));
    let failed = "";
    const ready = new Promise<Handle>((resolve) => {
      Object.assign(globalThis, {
        prilavok: { db, env, call, resolve, ready: resolve, failed: (why: string) => failed = why, log: (line: string) => console.log(line) },
      });
    });
    const gone: Promise<never> = go.run(wasm).then(() => failed || "exit", (e: unknown) => String(e)).then((why: string) => {
      silence(go);
      db.close();
      died(why);
      throw new Error("the bot ended: " + why);
    });
    gone.catch(() => {});
    return { handle: await Promise.race([ready, gone]), gone };
  } catch (e) {
    db.close();
    died(String(e));
    throw e;
  }
}

// silence stops timers and late promises of a program that has ended: wasm_exec.js
// throws when they come.
// deno-lint-ignore no-explicit-any
function silence(go: any) {
  for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
  go._scheduledTimeouts.clear();
  go._resume = () => {};
}

async function serve(req: Request): Promise<Response> {
  try {
    const body = await readUpTo(req.body, MOST);
    if (body === undefined) return new Response(null, { status: 413 });
    const path = new URL(req.url).pathname.replace(/^\/bot(?=\/)/, "");
    const { handle, gone } = await instance();
    const reply = await Promise.race([handle({ method: req.method, path, headers: [...req.headers], body }), gone]);
    // The platform insists on a promise of its own kind, and keeps the isolate until it settles.
    if (reply.after) EdgeRuntime.waitUntil(Promise.race([reply.after, gone]).catch(() => {}));
    return new Response(reply.body.length ? reply.body : null, { status: reply.status, headers: reply.headers });
  } catch (e) {
    log("ERROR", "a request was not answered", { why: String(e) });
    return new Response(null, { status: 503, headers: { "retry-after": "5" } });
  }
}

Deno.serve(serve);
