// One connection to Postgres from its beginning to its end.
import { Broken, fields, framed, Frames, kind } from "./frames.ts";
import { Scram } from "./scram.ts";
import { all, dial, quietly } from "./tls.ts";

// How long connecting may take, and asking the server to stop, in ms.
const CONNECT = 5000, CANCEL = 300;

const PROTOCOL = [0, 3, 0, 0];
const CANCEL_REQUEST = [4, 210, 22, 46];
const TERMINATE = framed("X", new Uint8Array());
const utf8 = new TextEncoder();
const decoder = new TextDecoder();

export class Session {
  used = Date.now();
  #url: URL;
  #ca?: string;
  #ready: Promise<Frames>;
  #conn?: Deno.Conn;
  #frames?: Frames;
  #key?: Uint8Array; // what a cancel request names
  #asked = 0; // answers that have not come
  #closed = false;
  #ended: () => void;

  // ended is told once, when the connection takes no more questions.
  constructor(url: URL, ca: string | undefined, ended: () => void) {
    this.#url = url;
    this.#ca = ca;
    this.#ended = ended;
    this.#ready = within(CONNECT, this.#open());
    this.#ready.then((frames) => frames.pump()).catch(() => {}).finally(() => this.#end());
  }

  get busy(): boolean {
    return this.#asked > 0;
  }

  // ask sends bytes that end with a Sync, and resolves to all that is answered. Whoever asks
  // before that is behind it on the same wire. It throws Broken.
  async ask(bytes: Uint8Array): Promise<Uint8Array> {
    this.#asked++;
    try {
      const frames = await this.#ready;
      if (this.#closed) throw new Broken("the connection was closed");
      return await frames.ask(bytes);
    } finally {
      this.#asked--;
      this.used = Date.now();
    }
  }

  // close ends the connection; a server that is at something is asked to stop first.
  async close(): Promise<void> {
    if (this.#closed) return;
    const stopping = this.#key && this.busy ? within(CANCEL, this.#cancel(this.#key)).catch(() => {}) : undefined;
    this.#over();
    await stopping;
    if (!this.busy) await this.#frames?.write(TERMINATE);
    this.#end();
  }

  #over(): void {
    const ended = this.#ended;
    this.#ended = () => {};
    this.#closed = true;
    ended();
  }

  #end(): void {
    this.#over();
    quietly(() => this.#conn?.close());
  }

  async #cancel(key: Uint8Array): Promise<void> {
    const conn = await dial(this.#url, this.#ca);
    await all(conn, framed("", new Uint8Array([...CANCEL_REQUEST, ...key])));
    await conn.read(new Uint8Array(1)); // the server closes when it has heard
    quietly(() => conn.close());
  }

  async #open(): Promise<Frames> {
    this.#conn = await dial(this.#url, this.#ca);
    if (this.#closed) this.#conn.close(); // too late
    const frames = this.#frames = new Frames(this.#conn);
    const user = decodeURIComponent(this.#url.username), database = decodeURIComponent(this.#url.pathname.slice(1)) || user;
    const settings = ["user", user, "database", database, "client_encoding", "UTF8", "application_name", "prilavok-edge", "", ""];
    await frames.write(framed("", new Uint8Array([...PROTOCOL, ...utf8.encode(settings.join("\0"))])));
    const proof = new Proof(frames, decodeURIComponent(this.#url.password));
    for (;;) {
      const m = await frames.message();
      if (m[0] === kind("R")) await proof.give(m);
      if (m[0] === kind("E")) throw new Broken("the server refuses", fields(m).C);
      if (m[0] === kind("K")) this.#key = m.slice(5);
      if (m[0] === kind("Z")) return frames;
    }
  }
}

// Proof shows a server that we know the password, and has it show the same.
class Proof {
  #frames: Frames;
  #scram: Scram;
  #owed = false; // the server has asked, and not shown its own

  constructor(frames: Frames, password: string) {
    this.#frames = frames;
    this.#scram = new Scram(password);
  }

  async give(m: Uint8Array): Promise<void> {
    const said = decoder.decode(m.subarray(9));
    switch (new DataView(m.buffer, m.byteOffset).getInt32(5)) {
      case 0: // AuthenticationOk
        if (this.#owed) throw new Broken("the server does not know the password", "28P01");
        return;
      case 10: { // SASL; with channel binding alone there is no way to go on
        if (!said.split("\0").includes("SCRAM-SHA-256")) throw new Broken("the server wants another proof", "28000");
        this.#owed = true;
        const name = utf8.encode("SCRAM-SHA-256\0"), first = utf8.encode(this.#scram.first());
        const size = new Uint8Array(4);
        new DataView(size.buffer).setInt32(0, first.length);
        return this.#frames.write(framed("p", new Uint8Array([...name, ...size, ...first])));
      }
      case 11:
        return this.#frames.write(framed("p", utf8.encode(await this.#scram.final(said))));
      case 12:
        this.#owed = !this.#scram.proven(said);
        return;
      default: // the password as it is, or an MD5 of it, which serves whoever hears it as well
        throw new Broken("the server wants the password in a way that gives it away", "28000");
    }
  }
}

// within rejects when what takes longer.
function within<T>(ms: number, what: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const slow = new Promise<never>((_, reject) => timer = setTimeout(() => reject(new Broken("it takes too long")), ms));
  return Promise.race([what, slow]).finally(() => clearTimeout(timer));
}
