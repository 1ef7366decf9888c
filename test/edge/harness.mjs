// Runs a function's index.ts under Deno with what Supabase's edge runtime does
// differently: waitUntil takes native promises only, sync file access and Deno.exit do
// nothing good, there is no shared memory, process.argv0 is empty. Under /harness/ a
// test may look inside and break things; HARNESS_CALL_MS shortens outgoing calls.
if (Deno.env.has("EDGE_TEST_STAGE")) await import("./stage.mjs");

const pending = new Set();
globalThis.EdgeRuntime = {
  waitUntil(p) {
    if (Object.getPrototypeOf(p) !== Promise.prototype) throw new TypeError("waitUntil takes a native Promise");
    pending.add(p);
    p.finally(() => pending.delete(p)).catch(() => {});
  },
};

const Shared = SharedArrayBuffer;
globalThis.SharedArrayBuffer = ArrayBuffer;
WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
  construct(target, [descriptor], self) {
    if (descriptor?.shared) throw new TypeError("shared memory is not there at the edge");
    return Reflect.construct(target, [descriptor], self);
  },
});
const real = process;
Object.defineProperty(globalThis, "process", { value: new Proxy(real, { get: (of, key) => key === "argv0" ? "" : Reflect.get(of, key) }) });
Object.defineProperty(navigator, "hardwareConcurrency", { value: 1 });
const refuse = (name) => () => {
  throw new Error(`Deno.${name} is not there at the edge`);
};
for (const name of Object.keys(Deno)) {
  if (name.endsWith("Sync") || ["exit", "kill", "addSignalListener", "Command"].includes(name)) {
    Object.defineProperty(Deno, name, { value: refuse(name), configurable: false, writable: false });
  }
}

// The newest instance's memory.
let memory;
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, args, self) {
    const made = Reflect.construct(target, args, self);
    memory = made.exports.mem;
    return made;
  },
});

let shift = 0;
const now = Date.now;
Date.now = () => now() + shift;

// What Go calls is watched: an answer may be held, a call may throw.
// What Go has used of the processor is what the test says, unless HARNESS_SPENT is real.
let host, hold, release, throwing, unnoted = false, used = 0;
const callMost = Number(Deno.env.get("HARNESS_CALL_MS") ?? Infinity);
Object.defineProperty(globalThis, "prilavok", {
  get: () => host,
  set(made) {
    host = made;
    const query = host.db.query.bind(host.db), call = host.call;
    if (Deno.env.get("HARNESS_SPENT") !== "real") host.spent = () => used;
    host.db.query = (packet, epoch) => {
      throwOnce("query");
      const text = statements(packet);
      return hold?.only === "units" && ends(text) ? commit(query, text, packet, epoch) : step("query", text, query(packet, epoch), notes(text));
    };
    host.call = (method, url, headers, body, timeout, most) => {
      throwOnce("call");
      const under = call(method, url, headers, body, Math.min(timeout, callMost), most);
      return { answer: step("call", url.split("/").pop(), under.answer), abort: () => under.abort() };
    };
  },
});

// statements are the texts of a packet's: what its messages Parse hold.
function statements(packet) {
  const texts = [];
  for (let at = 0; at < packet.length;) {
    const length = new DataView(packet.buffer, packet.byteOffset + at).getInt32(1);
    if (packet[at] === 80) texts.push(new TextDecoder().decode(packet.subarray(at + 6, packet.indexOf(0, at + 6))));
    at += 1 + length;
  }
  return texts.join("; ");
}

function throwOnce(where) {
  if (throwing !== where) return;
  throwing = undefined;
  throw new Error("thrown on purpose");
}

// ends tells what ends a unit: COMMIT, or all of one that travels without BEGIN.
const ends = (text) => /(^|; )commit$/.test(text) || text.startsWith("SELECT set_config('role'");

// notes tells what has noted a sending: the end of the unit that does; others may end meanwhile.
const notes = (text) => ends(text) && /UPDATE messages SET state/.test(text);

// commit is two steps where only units count: all but the last is done and nothing kept; all
// is kept. A unit that travels as a whole is one.
async function commit(query, text, packet, epoch) {
  if (/^commit$|; commit$/.test(text) && !text.startsWith("begin")) await step("unit", "before its commit");
  return step("unit", "commit", query(packet, epoch), notes(text));
}

// step passes an answer on, unless it is the one to be held: then nothing goes on, of
// this answer (how=wait, until /harness/release) or of the whole isolate (how=stop).
// From a sending to the end of the unit that notes it nobody has noted that it was done.
async function step(kind, what, answer, noted = false) {
  if (kind === "call" && what.startsWith("send") && what !== "sendChatAction") unnoted = true; // other work may go on meanwhile
  const a = await answer;
  if (noted) unnoted = false; // also where only queries count
  if (!hold || (hold.only === "units" && kind === "query") || (hold.like && !what.includes(hold.like)) || --hold.at > 0) return a;
  const { how } = hold;
  hold = undefined;
  console.log(`held ${unnoted ? "unnoted " : ""}${kind} ${what.replace(/\s+/g, " ").slice(-100)}`);
  if (how === "stop") Atomics.wait(new Int32Array(new Shared(4)), 0, 0);
  await new Promise((go) => release = go);
  return a;
}

async function idle() {
  let waited = 0;
  while (pending.size) {
    waited += pending.size;
    await Promise.all([...pending]);
  }
  return String(waited);
}

let streamed = 0; // bodies that were read in parts

const controls = {
  idle,
  streamed: () => String(streamed),
  hold: (q) => void (hold = { at: Number(q.get("at") ?? 1), how: q.get("how"), only: q.get("only"), like: q.get("like") }),
  release: () => release(),
  throw: (q) => void (throwing = q.get("in")),
  clock: (q) => void (shift += Number(q.get("by"))),
  unload: (q) => void dispatchEvent(new CustomEvent("beforeunload", { detail: { reason: q.get("reason") } })),
  memory: () => JSON.stringify({ linear: memory.buffer.byteLength, ...Deno.memoryUsage() }),
  spent: () => String(host.spent()),
  use: (q) => void (used = Number(q.get("ms"))),
};

const serve = Deno.serve;
Object.defineProperty(Deno, "serve", {
  value: (handler) =>
    serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(`listening ${port}`) }, async (req) => {
      const { pathname, searchParams } = new URL(req.url);
      const control = pathname.match(/^\/harness\/(\w+)$/)?.[1];
      if (control) return new Response(await controls[control](searchParams));
      Object.defineProperty(req, "body", { get: () => (streamed++, Reflect.get(Request.prototype, "body", req)) });
      return handler(req);
    }),
});
addEventListener("unhandledrejection", (e) => console.log("UNHANDLED " + (e.reason?.stack ?? e.reason)));
addEventListener("error", (e) => console.log("UNCAUGHT " + (e.error?.stack ?? e.message)));

await import(Deno.args[0]);
