// Postgres' messages as they come over a socket: a byte for the kind, four for the length,
// the rest. postgresql.org/docs/15/protocol-message-formats.html
import { all, quietly } from "./tls.ts";

export const kind = (letter: string): number => letter.charCodeAt(0);

const ROOM = 64 << 10;
// No answer of ours is longer, and a length that is none must not take the memory.
const MOST = 64 << 20;

// Broken is thrown when a connection does no more; code is the SQLSTATE that says why.
export class Broken extends Error {
  constructor(why: string, readonly code = "08006") {
    super(why);
  }
}

type Waiting = { resolve(answer: Uint8Array): void; reject(why: Broken): void };

// Frames reads messages whole, whatever pieces they come in.
export class Frames {
  #conn: Deno.Conn;
  #buffer = new Uint8Array(ROOM);
  #start = 0; // of what is not handed out
  #seen = 0; // messages before here are whole
  #end = 0; // of what was read
  #writing: Promise<void> = Promise.resolve();
  #waiting: Waiting[] = []; // for an answer, in the order of asking

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  close(): void {
    quietly(() => this.#conn.close());
  }

  // write sends bytes behind everything written before. What cannot be sent, reading tells of.
  write(bytes: Uint8Array): Promise<void> {
    return this.#writing = this.#writing.then(() => all(this.#conn, bytes)).catch(() => {});
  }

  // message is the next one, with its kind and length: of a connection that begins.
  async message(): Promise<Uint8Array> {
    while (!this.#next()) await this.#read();
    return this.#take();
  }

  // ask sends bytes that end with a Sync. Whoever asks before that is behind it.
  ask(bytes: Uint8Array): Promise<Uint8Array> {
    const answer = new Promise<Uint8Array>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.write(bytes);
    return answer;
  }

  // pump hands out answers, each with all up to the server's being ready again, until the
  // connection does no more. It returns why; whoever waits is told.
  async pump(): Promise<Broken> {
    try {
      for (;;) {
        for (let found = this.#next(); found; found = this.#next()) this.#judge(found);
        await this.#read();
      }
    } catch (e) {
      const why = e instanceof Broken ? e : new Broken("the connection is broken");
      for (const { reject } of this.#waiting.splice(0)) reject(why);
      return why;
    }
  }

  #judge(found: number): void {
    if (found === kind("Z")) {
      const first = this.#waiting.shift();
      if (!first) throw new Broken("an answer that nobody asked for", "08P01");
      first.resolve(this.#take());
    } else if (found === kind("E")) {
      const { V, S, C = "" } = fields(this.#buffer.subarray(this.#from, this.#seen));
      if ((V ?? S) !== "ERROR") throw new Broken("the server ends the connection", /^[0-9A-Z]{5}$/.test(C) ? C : "08006");
    } else if (found === kind("G") || found === kind("W")) { // it would wait for data for ever
      throw new Broken("COPY is not spoken", "0A000");
    } else if (!this.#waiting.length) this.#take(); // a notice, a setting: nobody's
  }

  #from = 0; // where the message begins that was found last

  // next goes over one message, and returns its kind; 0 when it is not whole yet.
  #next(): number {
    const at = this.#seen, have = this.#end - at, b = this.#buffer;
    if (have < 5) return 0;
    const length = (b[at + 1] << 24) | (b[at + 2] << 16) | (b[at + 3] << 8) | b[at + 4];
    if (length < 4 || length > MOST) throw new Broken("a message's length is none", "08P01");
    if (have < length + 1) {
      this.#grow(length + 1 - have);
      return 0;
    }
    this.#from = at;
    this.#seen = at + 1 + length;
    return b[at];
  }

  #take(): Uint8Array {
    const taken = this.#buffer.slice(this.#start, this.#seen);
    this.#start = this.#seen;
    return taken;
  }

  // grow makes room for so many bytes more: what was handed out makes way first.
  #grow(more: number): void {
    if (this.#end + more <= this.#buffer.length) return;
    const used = this.#end - this.#start;
    const from = this.#buffer;
    if (used + more > from.length) this.#buffer = new Uint8Array(Math.max(2 * from.length, used + more));
    this.#buffer.set(from.subarray(this.#start, this.#end));
    this.#seen -= this.#start;
    this.#end = used;
    this.#start = 0;
  }

  async #read(): Promise<void> {
    if (this.#start === this.#end) {
      this.#start = this.#seen = this.#end = 0;
      if (this.#buffer.length > ROOM) this.#buffer = new Uint8Array(ROOM); // one large answer is not kept for ever
    }
    this.#grow(1);
    const n = await this.#conn.read(this.#buffer.subarray(this.#end)).catch(() => null);
    if (n === null) throw new Broken("the connection was closed");
    this.#end += n;
  }
}

// fields are those of an ErrorResponse, by their letters.
export function fields(message: Uint8Array): Record<string, string> {
  const parts = new TextDecoder().decode(message.subarray(5)).split("\0").filter((part) => part);
  return Object.fromEntries(parts.map((part) => [part[0], part.slice(1)]));
}

// failed is an answer that no server has given: an ErrorResponse with a SQLSTATE.
export function failed(code: string): Uint8Array {
  return framed("E", new TextEncoder().encode(`SFATAL\0VFATAL\0C${code}\0\0`));
}

// framed puts the kind, "" for none, and the length before bytes.
export function framed(letter: string, bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length + 4 + letter.length);
  if (letter) out[0] = kind(letter);
  new DataView(out.buffer).setInt32(letter.length, bytes.length + 4);
  out.set(bytes, letter.length + 4);
  return out;
}
