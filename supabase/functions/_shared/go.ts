// One Go program, as the compiler's own wasm_exec.mjs runs it, watched: what it prints
// is kept for the line that tells of its end, what it costs is counted, and it ends
// for good. wasm_exec.mjs stands beside the module, and its function's page imports it
// before this.

// What wasm_exec.mjs defines. Names with a _ are its own; the file comes from the very
// compiler that built the module, and the edge's test runs both together.
interface Runner {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
  exit(code: number): void;
  exited: boolean;
  mem: DataView;
  _resume(): void;
  _scheduledTimeouts: Map<number, number>;
}
const world = globalThis as unknown as {
  Go: new () => Runner;
  fs: { writeSync(fd: number, bytes: Uint8Array): number };
};

// What a program prints is the story of its end: a line for each goroutine would use up
// what the platform lets through, so it becomes one, cut to size.
const MOST_PRINTED = 4096;
const decoder = new TextDecoder();
let printed = "";
world.fs.writeSync = (_fd, bytes) => {
  if (printed.length < MOST_PRINTED) printed += decoder.decode(bytes);
  return bytes.length;
};

let inside = 0;
let milliseconds = 0;

// spent is the time that this isolate has been inside of Go since its boot, in ms: every
// entry from JavaScript (the start, a timer, an answer) runs until Go has nothing to do,
// with one thread and no waiting in it, so that its duration is its processor time, or
// more where the machine is busy. Not in it: compiling, and what the Postgres client and
// fetch do by themselves.
export function spent(): number {
  return milliseconds;
}

// Go asks for the time at every turn of its scheduler, a dozen times for each request, and each
// answer costs Deno more than a microsecond. Nothing passes inside of an entry that is worth it:
// the time is taken when one begins, and with every sixteenth question.
const ASKED = 16;
let at = performance.now();
let asked = 0;
function tick(): number {
  asked = 0;
  return at = performance.now();
}

function cheapClock(go: Runner): void {
  const origin = Date.now() - performance.now();
  (go.importObject.gojs as Record<string, unknown>)["runtime.nanotime1"] = (sp: number) => {
    if (++asked === ASKED) tick();
    const now = (origin + at) * 1000000, to = (sp >>> 0) + 8;
    go.mem.setUint32(to, now, true);
    go.mem.setUint32(to + 4, Math.floor(now / 4294967296), true);
  };
}

function metered<T>(run: () => T): T {
  const from = tick();
  inside++;
  try {
    return run();
  } finally {
    if (--inside === 0) milliseconds += performance.now() - from;
  }
}

// run starts a module, and resolves when the program has ended for whatever reason, to
// what it printed or why it broke. It never rejects. imports are what the program may call
// of ours beside what wasm_exec.mjs has for it, given a way to its memory.
export async function run(module: WebAssembly.Module, imports: (memory: () => Uint8Array) => WebAssembly.ModuleImports): Promise<string> {
  const go = new world.Go();
  cheapClock(go);
  const resume = go._resume.bind(go);
  printed = "";
  let broke: (why: unknown) => void = () => {};
  // Traps of the machine pass wasm_exec.mjs by: the program would never end, nor go on.
  const trapped = new Promise<never>((_, reject) => broke = reject);
  trapped.catch(() => {});
  go._resume = () => {
    try {
      metered(resume);
    } catch (e) {
      if (!go.exited) broke(e); // else it ended below a call of its own
    }
  };
  let why = "";
  go.exit = (code) => why = `exit code ${code}`;
  try {
    go.importObject.prilavok = imports(() => new Uint8Array((instance.exports.mem as WebAssembly.Memory).buffer));
    const instance = metered(() => new WebAssembly.Instance(module, go.importObject));
    await Promise.race([metered(() => go.run(instance)), trapped]);
  } catch (e) {
    why = String(e);
  }
  // Timers and late promises of a program that has ended: wasm_exec.mjs throws when they come.
  for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
  go._scheduledTimeouts.clear();
  go._resume = () => {};
  return [why, printed.trim().slice(0, MOST_PRINTED)].filter((s) => s).join("\n");
}
