// Keeps one Go program running in this isolate: starts it when it is first needed, has
// it replaced when it ends, and leaves it alone when it ends too often.
import { Calls, resolve } from "./call.ts";
import { Database } from "./db.ts";
import { run, spent } from "./go.ts";
import { Mail } from "./mail.ts";

type Retire = (reason: string) => Promise<void>;
type Instance = { mail: Mail; retire: Retire; gone: Promise<never> };

const GIVE_UP = { deaths: 3, within: 60_000 };

// Unavailable is thrown where the program cannot answer; after is when to ask again, in s.
export class Unavailable extends Error {
  constructor(why: string, readonly after = 5) {
    super(why);
  }
}

export function log(level: string, msg: string, more: Record<string, unknown> = {}) {
  console.log(JSON.stringify({ time: new Date().toISOString(), level, msg, ...more }));
}

export class Supervisor {
  #wasm: URL;
  #names: string[];
  #module?: Promise<WebAssembly.Module>;
  #current?: Promise<Instance>;
  #deaths: number[] = [];
  #retired = "";

  // names are what the program may know of the environment. All of it would be larger
  // than a Go program accepts, and most is none of its business.
  constructor(wasm: URL, names: string[]) {
    this.#wasm = wasm;
    this.#names = names;
  }

  instance(): Promise<Instance> {
    if (this.#current) return this.#current;
    const now = Date.now();
    this.#deaths = this.#deaths.filter((at) => now - at < GIVE_UP.within);
    if (this.#deaths.length >= GIVE_UP.deaths) {
      throw new Unavailable("it ended too often and is left alone", Math.ceil((this.#deaths[0] + GIVE_UP.within - now) / 1000));
    }
    const self = this.#current = this.#start((why) => {
      if (this.#current !== self) return;
      this.#current = undefined;
      this.#deaths.push(Date.now());
      log("ERROR", "the program ended", { why, deaths: this.#deaths.length });
    });
    return self;
  }

  // retire tells the program that this isolate ends soon.
  async retire(reason: string): Promise<void> {
    this.#retired ||= reason;
    const instance = await this.#current?.catch(() => undefined);
    if (instance) await Promise.race([instance.retire(reason), instance.gone]).catch(() => {});
  }

  #compiled(): Promise<WebAssembly.Module> {
    this.#module ??= Deno.readFile(this.#wasm).then((bytes) => WebAssembly.compile(bytes));
    this.#module.catch(() => this.#module = undefined);
    return this.#module;
  }

  // start runs one program. died is told once when it has ended, for whatever reason.
  async #start(died: (why: string) => void): Promise<Instance> {
    const db = new Database(
      Deno.env.get("PRILAVOK_DATABASE_URL") ?? Deno.env.get("SUPABASE_DB_URL") ?? "",
      Deno.env.get("PRILAVOK_DATABASE_CA"),
    );
    const calls = new Calls();
    const page = { db }; // a test may put another beside ours
    const mail = new Mail(() => page.db);
    const end = (why: string) => {
      db.close();
      calls.end();
      mail.end(new Unavailable("the program ended"));
      died(why);
    };
    try {
      const module = await this.#compiled();
      const env = Object.fromEntries(this.#names.map((name) => [name, Deno.env.get(name)]));
      let failed = "";
      const ready = new Promise<Retire>((done) => {
        // What Go calls; none of these may throw. The contract is in cmd/edge/host/host.go.
        const prilavok = Object.assign(page, {
          env,
          call: calls.call,
          resolve,
          spent,
          ready: (wake: () => void, retire: Retire) => {
            mail.wake = wake;
            done(retire);
          },
          failed: (why: string) => failed = why,
          log: (line: string) => console.log(line),
        });
        Object.assign(globalThis, { prilavok });
      });
      const gone: Promise<never> = run(module, (memory) => mail.imports(memory)).then((printed) => {
        end(failed || printed);
        throw new Unavailable("the program ended");
      });
      gone.catch(() => {});
      const retire = await Promise.race([ready, gone]);
      if (this.#retired) retire(this.#retired);
      return { mail, retire, gone };
    } catch (e) {
      end(String(e));
      throw e;
    }
  }
}
