// The one Postgres connection of a bot instance, as Go sees it: query, post and
// close, which never throw. What they promise is written in store/edgedb/js.go.
import postgres from "postgres";
import { dial, wanted } from "./tls.ts";

type Answer = {
  epoch: number;
  command?: string;
  count?: number;
  columns?: [string, number][];
  rows?: (string | null)[][];
  error?: { code: string; table?: string; constraint?: string };
};

type Live = { sql: postgres.Sql; running?: { cancel(): void } };

export class Database {
  trips = 0; // answers that Go has waited for
  #url: string;
  #ca?: string;
  #epoch = 1; // numbers the connection; what belongs to an older one is refused
  #live?: Live;

  // ca is a certificate, in PEM, that the server's may come from, and asks for TLS; without
  // it the address says whether there is any.
  constructor(url: string, ca?: string) {
    this.#url = url;
    this.#ca = ca;
  }

  #open() {
    if (this.#live) return this.#live;
    const self = {} as Live;
    self.sql = postgres(this.#url, {
      max: 1,
      prepare: false,
      fetch_types: false,
      idle_timeout: 20,
      max_lifetime: null,
      connect_timeout: 5,
      backoff: () => 0, // whoever asks again has waited already
      connection: { application_name: "prilavok-edge" },
      ...this.#encrypted(),
      onnotice: () => {},
      onclose: () => {
        if (this.#live === self) this.#epoch++;
      },
    });
    // Go reads every type from its text: JavaScript has neither int64 nor microseconds.
    const parsers = self.sql.options.parsers as Record<number, unknown>;
    for (const oid of Object.keys(parsers)) delete parsers[Number(oid)];
    return (this.#live = self);
  }

  // #encrypted are the client's options for an address that asks for TLS. Its types do not
  // know of socket, its readme does.
  #encrypted(): Record<string, unknown> {
    if (!URL.canParse(this.#url)) return {};
    const url = new URL(this.#url);
    return wanted(url, this.#ca) ? { ssl: false, socket: () => dial(url, this.#ca) } : {};
  }

  post(text: string, epoch: number): void {
    this.#run(text, epoch).catch(() => {});
  }

  async query(text: string, epoch: number): Promise<string> {
    this.trips++;
    let answer: Answer;
    try {
      answer = await this.#run(text, epoch);
    } catch (e) {
      answer = { epoch: 0, ...failure(e) };
    }
    return encode(answer);
  }

  async #run(text: string, epoch: number): Promise<Answer> {
    if (epoch !== 0 && epoch !== this.#epoch) return { epoch: 0, error: { code: "08003" } };
    const at = this.#epoch;
    const live = this.#open();
    const query = live.sql.unsafe(text).values();
    live.running = query as unknown as { cancel(): void };
    try {
      const all = await query as unknown as Result | Result[];
      const last = (Array.isArray(all) && !("command" in all) ? all.at(-1) : all) as Result;
      const columns = (last.columns ?? []).map((c) => [c.name, c.type] as [string, number]);
      return { epoch: at, command: last.command, count: last.count ?? 0, columns, rows: columns.length ? [...last] : [] };
    } catch (e) {
      // After an ERROR the connection stands; after FATAL and all else it does not.
      const stands = e instanceof postgres.PostgresError && e.severity_local === "ERROR";
      return { epoch: stands ? at : 0, ...failure(e) };
    }
  }

  close(): void {
    const old = this.#live;
    if (!old) return;
    this.#live = undefined;
    this.#epoch++;
    try {
      Promise.resolve(old.running?.cancel()).catch(() => {});
      old.sql.end({ timeout: 0.3 }).catch(() => {});
    } catch { /* it is gone, which is what was asked for */ }
  }
}

// encode writes an answer as Go reads it: parseAnswer of store/edgedb/answer.go.
function encode({ epoch, command = "", count = 0, columns = [], rows = [], error }: Answer): string {
  const fields: (string | number)[] = [
    epoch,
    command,
    count,
    error?.code ?? "",
    error?.table ?? "",
    error?.constraint ?? "",
    columns.length,
  ];
  for (const column of columns) fields.push(...column);
  for (const row of rows) for (const value of row) fields.push(value === null ? "" : "=" + value);
  return fields.join("\0");
}

type Result = (string | null)[][] & { command: string; count: number | null; columns?: { name: string; type: number }[] };

function failure(e: unknown): { error: NonNullable<Answer["error"]> } {
  const { code, table_name, constraint_name } = (e ?? {}) as Record<string, string | undefined>;
  const known = typeof code === "string" && /^[0-9A-Z]{5}$/.test(code);
  return { error: { code: known ? code : "08006", table: table_name, constraint: constraint_name } };
}
