// The world of a scenario around the function: its clock stands where the scenario's does,
// and whoever it calls is played by the scenario, as in test/scenario. The scenario moves
// the clock at the port that "control" names.
const world = Deno.env.get("EDGE_TEST_STAGE");
let now = Number(Deno.env.get("EDGE_TEST_CLOCK"));

const Real = Date;
globalThis.Date = class extends Real {
  constructor(...args) {
    args.length ? super(...args) : super(now);
  }
  static now() {
    return now;
  }
};

// What measures spans goes with the clock; a wait of some seconds, which is for a rate that
// is spent, is over at once.
let skipped = 0;
const elapsed = performance.now.bind(performance);
performance.now = () => elapsed() + skipped;
const later = setTimeout;
globalThis.setTimeout = (fn, ms, ...args) => {
  if (ms < 800 || ms > 4500) return later(fn, ms, ...args);
  return later(() => {
    skipped += ms;
    fn(...args);
  }, 0);
};

const call = fetch;
globalThis.fetch = (url, init = {}) => {
  const headers = new Headers(init.headers);
  headers.set("x-stage-url", String(url));
  return call(world, { ...init, headers });
};

Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(`control ${port}`) }, async (req) => {
  const at = Number(await req.text());
  skipped += at - now;
  now = at;
  return new Response();
});
