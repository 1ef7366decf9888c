// The one Postgres connection of a bot instance, as Go sees it: query, post and close, which
// never throw. What they promise is written in store/edgedb/js.go.
import { Broken, failed } from "./frames.ts";
import { Session } from "./session.ts";

// How long a connection stays open that nobody uses, in ms: the pooler has few.
const IDLE = 20_000;

export class Database {
  trips = 0; // answers that Go has waited for
  #url: string;
  #ca?: string;
  #epoch = 1; // numbers the connection; what belongs to an older one is refused
  #live?: Session;
  #timer?: ReturnType<typeof setInterval>;

  // ca is a certificate, in PEM, that the server's may come from, and asks for TLS; without
  // it the address says whether there is any.
  constructor(url: string, ca?: string) {
    this.#url = url;
    this.#ca = ca;
  }

  post(bytes: Uint8Array, epoch: number): void {
    this.#run(bytes, epoch);
  }

  query(bytes: Uint8Array, epoch: number): Promise<[number, Uint8Array]> {
    this.trips++;
    return this.#run(bytes, epoch);
  }

  async #run(bytes: Uint8Array, epoch: number): Promise<[number, Uint8Array]> {
    if (epoch !== 0 && epoch !== this.#epoch) return [0, failed("08003")];
    const at = this.#epoch;
    try {
      return [at, await this.#open().ask(bytes)];
    } catch (e) {
      return [0, failed(e instanceof Broken ? e.code : "08006")];
    }
  }

  #open(): Session {
    if (this.#live) return this.#live;
    const self = this.#live = new Session(new URL(this.#url), this.#ca, () => {
      if (this.#live !== self) return;
      this.#live = undefined;
      this.#epoch++;
    });
    this.#timer ??= setInterval(() => this.#rest(), IDLE / 4);
    return self;
  }

  // rest closes a connection that nobody uses.
  #rest(): void {
    const live = this.#live;
    if (live && !live.busy && Date.now() - live.used >= IDLE) this.close();
    if (this.#live) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  close(): void {
    this.#live?.close().catch(() => {});
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
