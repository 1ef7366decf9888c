// An edge function that is a Go program: hands it requests and lets it work on after
// its answers.
import { readUpTo } from "./call.ts";
import { log, Supervisor, Unavailable } from "./supervisor.ts";

// What the platform adds to Deno.
declare const EdgeRuntime: { waitUntil(p: Promise<unknown>): void };

// How many bytes a body may have: webhook.Limit.
const most = (path: string): number => (1 << 20) * (/^\/hook\/[^/]+$/.test(path) ? 8 : 1);

// serve answers what comes to the function of this name with the program at wasm. names
// are the variables of the environment that it may see.
export function serve(name: string, wasm: URL, names: string[]): void {
  const supervisor = new Supervisor(wasm, names);
  const start = `/${name}/`;
  // Sent when most of the isolate's time, processor or memory is used up, and before an
  // idle one is dropped.
  addEventListener("beforeunload", (e) => {
    const { reason } = (e as CustomEvent<{ reason?: string } | null>).detail ?? {};
    EdgeRuntime.waitUntil(supervisor.retire(reason ?? "unload"));
  });
  let kept: Promise<void> | undefined; // what the platform waits for already
  Deno.serve(async (req) => {
    try {
      const [path, query] = target(req.url, start);
      const body = await whole(req, most(path));
      if (body === undefined) return new Response(null, { status: 413 });
      const { mail } = await supervisor.instance();
      const reply = await mail.ask({ method: req.method, path, query, headers: req.headers, body });
      // The platform insists on a promise of its own kind, and keeps the isolate until it settles.
      if (reply.after && reply.after !== kept) EdgeRuntime.waitUntil(kept = reply.after);
      return new Response(reply.body as BodyInit | null, { status: reply.status, headers: reply.headers });
    } catch (e) {
      log("ERROR", "a request was not answered", { why: e instanceof Error ? e.message : String(e) });
      return new Response(null, { status: 503, headers: { "retry-after": String(e instanceof Unavailable ? e.after : 5) } });
    }
  });
}

// target is the path of a request within its function, and its query. HTTP has put an address
// of a known form together: taking it apart by hand costs a tenth of what URL does.
function target(url: string, start: string): [string, string] {
  const from = url.indexOf("/", url.indexOf("://") + 3), mark = url.indexOf("?", from);
  const path = mark < 0 ? url.slice(from) : url.slice(from, mark);
  return [path.startsWith(start) ? path.slice(start.length - 1) : path, mark < 0 ? "" : url.slice(mark + 1)];
}

// whole returns the body of a request, or undefined when it is longer than most. HTTP itself
// keeps to a length that it was told: such a body is read at once, which costs less than
// half of what one does that comes in parts, each in a buffer of 64 KB.
async function whole(req: Request, most: number): Promise<Uint8Array | undefined> {
  const length = Number(req.headers.get("content-length") ?? NaN);
  return length <= most ? new Uint8Array(await req.arrayBuffer()) : readUpTo(req.body, most);
}
