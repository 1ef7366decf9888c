// Runs an edge function (args: its module) in Deno for the benchmark, ours and the peer's
// alike: on a free loopback port, with the platform's waitUntil. Under /bench/ it tells
// what the platform meters.
const pending = new Set();
globalThis.EdgeRuntime = {
  waitUntil(p) {
    pending.add(p);
    p.finally(() => pending.delete(p)).catch(() => {});
  },
};

// Our module's memory; the peer has none.
let memory;
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, args, self) {
    const made = Reflect.construct(target, args, self);
    memory = made.exports.mem;
    return made;
  },
});

const controls = {
  // idle answers when nothing goes on after an answer.
  async idle() {
    while (pending.size) await Promise.all([...pending]);
  },
  // lazy has the function take requests and do no work after them, as one that ends soon.
  lazy: () => void dispatchEvent(new CustomEvent("beforeunload", { detail: { reason: "benchmark" } })),
  memory: () => String(memory?.buffer.byteLength ?? 0),
};

const serve = Deno.serve;
Object.defineProperty(Deno, "serve", {
  value: (handler) =>
    serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(`listening ${port}`) }, async (req) => {
      const at = req.url.indexOf("/bench/");
      return at < 0 ? handler(req) : new Response(await controls[req.url.slice(at + "/bench/".length)]());
    }),
});

await import(Deno.args[0]);
