// What passes between the page and its Go program, as bytes: requests and the database's
// answers go in, all that have come at once with one call; answers and questions come out.
// Every value that crosses by itself costs about a microsecond. The other half is
// cmd/edge/host/mail.go.
import type { Database } from "./db.ts";

export type Asked = { method: string; path: string; query: string; headers: Iterable<[string, string]>; body: Uint8Array };
export type Reply = { status: number; headers: [string, string][]; body: Uint8Array | null; after?: Promise<void> };

type Letter = { kind: number; id: number; more: number; head: Uint8Array; body: Uint8Array };
type Waiting = { resolve(reply: Reply): void; reject(why: Error): void };

const REQUEST = 1, ANSWER = 2; // kinds of letters
const PREFIX = 16; // bytes before head and body: kind, id, more, length of head
const NOTHING = new Uint8Array();
// How many turns of the queue of microtasks a letter waits for others: bodies and answers that
// have come together are read in the same tick, a few promises apart.
const PATIENCE = 8;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Mail {
  wake?: () => void; // Go's: it takes all letters
  #db: () => Database; // asked each time: a test may stand in between
  #memory = () => NOTHING as Uint8Array;
  #letters: Letter[] = [];
  #next = 0;
  #calling = false;
  #waiting = new Map<number, Waiting>();
  #working = new Set<number>(); // requests whose work after the answer is not done
  #over?: Error; // why nobody answers any more
  #idle?: { promise: Promise<void>; resolve(): void };

  constructor(db: () => Database) {
    this.#db = db;
  }

  // ask hands a request in.
  ask({ method, path, query, headers, body }: Asked): Promise<Reply> {
    if (this.#over) return Promise.reject(this.#over);
    const id = this.#next++ & 0x7fffffff;
    let head = method + "\0" + path + "\0" + query;
    for (const [key, value] of headers) head += "\0" + key + "\0" + value;
    this.#put({ kind: REQUEST, id, more: 0, head: encoder.encode(head), body });
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  // end tells whoever waits that there is nobody any more who answers.
  end(why: Error): void {
    this.#over = why;
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
    this.#working.clear();
    this.#idle?.resolve();
    this.#letters = [];
    this.wake = undefined;
  }

  #put(letter: Letter): void {
    this.#letters.push(letter);
    if (this.#calling) return;
    this.#calling = true;
    this.#call(PATIENCE);
  }

  #call(patience: number): void {
    if (patience > 0) return queueMicrotask(() => this.#call(patience - 1));
    this.#calling = false;
    if (this.#letters.length) this.wake?.();
  }

  #bytes(at: number, length: number): Uint8Array {
    return this.#memory().slice(at, at + length);
  }

  #question(id: number, at: number, length: number, epoch: number): void {
    const put = ([now, body]: [number, Uint8Array]) => this.#put({ kind: ANSWER, id, more: now, head: NOTHING, body });
    try {
      this.#db().query(this.#bytes(at, length), epoch).then(put, () => put([0, NOTHING]));
    } catch { // against its promise
      put([0, NOTHING]);
    }
  }

  #reply(id: number, status: number, after: number, head: number, headLength: number, body: number, length: number): void {
    const headers: [string, string][] = [];
    if (headLength) {
      const texts = decoder.decode(this.#bytes(head, headLength)).split("\0");
      for (let i = 0; i + 1 < texts.length; i += 2) headers.push([texts[i], texts[i + 1]]);
    }
    if (after) this.#working.add(id);
    this.#waiting.get(id)?.resolve({
      status,
      headers,
      body: length ? this.#bytes(body, length) : null,
      after: after ? this.#afterwards() : undefined,
    });
    this.#waiting.delete(id);
  }

  // afterwards settles when nobody's work is left to do: one promise for all.
  #afterwards(): Promise<void> {
    if (this.#idle) return this.#idle.promise;
    let resolve = () => {};
    const promise = new Promise<void>((done) => resolve = done);
    this.#idle = { promise, resolve };
    return promise;
  }

  #done(id: number): void {
    this.#working.delete(id);
    if (this.#working.size) return;
    this.#idle?.resolve();
    this.#idle = undefined;
  }

  // imports are what the program calls; none may throw. memory is all of its memory.
  imports(memory: () => Uint8Array): WebAssembly.ModuleImports {
    this.#memory = memory;
    return {
      next: () => this.#letters.length ? PREFIX + this.#letters[0].head.length + this.#letters[0].body.length : 0,
      take: (at: number) => {
        const { kind, id, more, head, body } = this.#letters.shift()!;
        const to = this.#memory();
        new Uint32Array(to.buffer, at, PREFIX / 4).set([kind, id, more, head.length]);
        to.set(head, at + PREFIX);
        to.set(body, at + PREFIX + head.length);
      },
      query: (id: number, at: number, length: number, epoch: number) => this.#question(id, at, length, epoch),
      post: (at: number, length: number, epoch: number) => this.#db().post(this.#bytes(at, length), epoch),
      hangup: () => this.#db().close(),
      trips: () => this.#db().trips,
      reply: (...args: [number, number, number, number, number, number, number]) => this.#reply(...args),
      done: (id: number) => this.#done(id),
    };
  }
}
