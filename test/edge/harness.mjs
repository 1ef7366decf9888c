// Runs the real supabase/functions/bot/index.ts under Deno with what Supabase's edge
// runtime does differently: waitUntil takes native promises only, sync file access and
// Deno.exit do nothing good, shared memory is not there. /idle answers when no work is
// left that was given to waitUntil.
if (Deno.env.has("EDGE_TEST_STAGE")) await import("./stage.mjs");

const pending = new Set();
globalThis.EdgeRuntime = {
  waitUntil(p) {
    if (Object.getPrototypeOf(p) !== Promise.prototype) throw new TypeError("waitUntil takes a native Promise");
    pending.add(p);
    p.finally(() => pending.delete(p));
  },
};
globalThis.SharedArrayBuffer = ArrayBuffer;

const refuse = (name) => () => {
  throw new Error(`Deno.${name} is not there at the edge`);
};
for (const name of Object.keys(Deno)) {
  if (name.endsWith("Sync") || ["exit", "kill", "addSignalListener", "Command"].includes(name)) {
    Object.defineProperty(Deno, name, { value: refuse(name), configurable: false, writable: false });
  }
}

async function idle() {
  let waited = 0;
  while (pending.size) {
    waited += pending.size;
    await Promise.all([...pending]);
  }
  return new Response(String(waited));
}

const serve = Deno.serve;
Object.defineProperty(Deno, "serve", {
  value: (handler) =>
    serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(`listening ${port}`) }, (req) =>
      new URL(req.url).pathname === "/idle" ? idle() : handler(req)),
});
addEventListener("unhandledrejection", (e) => console.log("UNHANDLED " + (e.reason?.stack ?? e.reason)));
addEventListener("error", (e) => console.log("UNCAUGHT " + (e.error?.stack ?? e.message)));

await import(Deno.args[0]);
