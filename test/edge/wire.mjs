// Plays a Postgres server, byte by byte, for the edge's client (args: db.ts).
import { equal, join, message, packet, read } from "./packets.mjs";
const { Database } = await import(Deno.args[0]);
const { Scram } = await import(Deno.args[0].replace("db.ts", "scram.ts"));
const text = new TextEncoder();

const int = (n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
const ready = (state = "I") => message("Z", state);
const welcome = join(message("R", int(0)), message("S", "client_encoding\0UTF8\0"), message("K", int(7), int(8)), ready());
const tag = (t) => message("C", t + "\0");
const problem = (severity, code) => message("E", `S${severity}\0V${severity}\0C${code}\0Mquoted\0\0`);
const row = (...values) => message("D", [values.length >> 8, values.length & 255], ...values.flatMap((v) => [int(text.encode(v).length), v]));
const done = join(message("1"), message("2"), row("ж"), tag("SELECT 1"), ready());

// peer is one connection as the server has it.
class Peer {
  #conn;
  #have = new Uint8Array();
  constructor(conn) {
    this.#conn = conn;
  }
  async #take(n) {
    while (this.#have.length < n) {
      const part = new Uint8Array(4096), got = await this.#conn.read(part);
      if (got === null) throw new Error("the client has gone");
      this.#have = join(this.#have, part.subarray(0, got));
    }
    const taken = this.#have.slice(0, n);
    this.#have = this.#have.slice(n);
    return taken;
  }
  // startup is the first message, which has no kind.
  async startup() {
    const size = new DataView((await this.#take(4)).buffer).getInt32(0);
    return this.#take(size - 4);
  }
  async message() {
    const head = await this.#take(5);
    return [String.fromCharCode(head[0]), await this.#take(new DataView(head.buffer).getInt32(1) - 4)];
  }
  // packet reads up to a Sync.
  async packet() {
    while ((await this.message())[0] !== "S");
  }
  async send(...parts) {
    for (let all = join(...parts), at = 0; at < all.length;) at += await this.#conn.write(all.subarray(at));
  }
  // pieces sends bytes in pieces, each on its own.
  async pieces(bytes, ...ends) {
    let from = 0;
    for (const to of [...ends, bytes.length]) {
      if (to > from) await this.send(bytes.slice(from, to));
      await new Promise((next) => setTimeout(next, 0)); // another turn of the loop: nothing joins them but the socket
      from = to;
    }
  }
  // ended resolves when the client closes.
  async ended() {
    while (await this.#conn.read(new Uint8Array(4096)).catch(() => null) !== null);
  }
  close() {
    try {
      this.#conn.close();
    } catch { /* it is */ }
  }
}

// play lets a client meet a server that does what serve says, connection by connection.
async function play(serve, ask, address = (port) => `postgres://shop:%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C@127.0.0.1:${port}/db`) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const peers = [];
  let failed;
  const serving = (async () => {
    for await (const conn of listener) {
      conn.setNoDelay();
      const peer = new Peer(conn);
      peers.push(peer);
      serve(peer, peers.length).catch((e) => failed ??= e);
    }
  })();
  const db = new Database(address(listener.addr.port));
  const query = async (epoch = 0, ...statements) => {
    const [at, raw] = await db.query(packet(...(statements.length ? statements : ["select 1"])), epoch);
    return { epoch: at, ...read(raw) };
  };
  try {
    await ask(query, db);
  } catch (e) {
    throw failed ?? e;
  } finally {
    db.close();
    listener.close();
    await serving.catch(() => {});
    for (const p of peers) p.close();
  }
}

const greet = async (peer) => {
  const first = new TextDecoder().decode(await peer.startup());
  for (const want of ["user\0shop\0", "database\0db\0", "client_encoding\0UTF8\0", "application_name\0prilavok-edge\0"]) {
    if (!first.includes(want)) throw new Error(`the startup is ${JSON.stringify(first)}`);
  }
  await peer.send(welcome);
};
const gone = (code) => ({ epoch: 0, all: [], error: { code } });

const cases = {
  async "pieces of every size"() {
    const notice = message("N", "SNOTICE\0C00000\0Mхм\0\0"), long = join(notice, done.slice(0, -6), message("S", "a\0b\0"), ready("T"));
    await play(async (peer) => {
      await peer.startup();
      await peer.pieces(welcome, ...Array.from(welcome.keys()));
      for (let cut = 1; cut < long.length; cut++) {
        await peer.packet();
        await peer.pieces(long, cut);
      }
      await peer.packet();
      await peer.pieces(long, ...Array.from(long.keys()));
    }, async (query) => {
      for (let i = 0; i < long.length; i++) {
        const a = await query(1);
        equal("a piece", [a.epoch, a.all[0]?.rows], [1, [["ж"]]]);
      }
    });
  },
  async "an error in the middle of a pipeline"() {
    await play(async (peer) => {
      await greet(peer);
      for (;;) {
        await peer.packet();
        await peer.send(tag("BEGIN"), problem("ERROR", "23505"), ready("E"));
        await peer.packet();
        await peer.send(done);
      }
    }, async (query) => {
      const [a, b] = await Promise.all([query(0, "begin", "insert", "commit"), query(0)]);
      equal("the refusal", [a.epoch, a.all.length, a.error.code], [1, 1, "23505"]);
      equal("the next one", [b.epoch, b.all[0].rows], [1, [["ж"]]]);
    });
  },
  async "the server closes"() {
    await play(async (peer, nth) => {
      await greet(peer);
      await peer.packet();
      if (nth === 1) await peer.send(done.slice(0, -3)); // half an answer
      if (nth === 2) await peer.send(problem("FATAL", "57P01"));
      if (nth === 3) await peer.send(done, problem("FATAL", "57P01")); // after its answer, while nobody asks
      if (nth < 4) return peer.close();
      await peer.send(done);
    }, async (query) => {
      equal("both that wait", await Promise.all([query(), query()]), [gone("08006"), gone("08006")]);
      equal("why it ends", await query(), gone("57P01"));
      equal("the third answers", (await query()).epoch, 3);
      for (let a = await query(3); a.epoch; a = await query(3)); // until it is noticed
      equal("what belongs to it is refused", await query(3), gone("08003"));
      equal("the fourth answers", (await query()).epoch, 4);
    });
  },
  async "what is no answer"() {
    const wrong = [
      message("Z").with(4, 3), // a length below its own
      join(Uint8Array.from([68, 127, 255, 255, 255])), // two gigabytes
      message("G", [0, 0, 0]), // COPY waits for data
    ];
    await play(async (peer, nth) => {
      await greet(peer);
      await peer.packet();
      await peer.send(wrong[nth - 1]);
      await peer.ended();
    }, async (query) => {
      for (const code of ["08P01", "08P01", "0A000"]) equal("an answer of " + code, await query(), gone(code));
    });
  },
  async "an answer that nobody asked for"() {
    await play(async (peer, nth) => {
      await greet(peer);
      await peer.packet();
      await peer.send(done, ...(nth === 1 ? [done] : []));
      await peer.ended();
    }, async (query) => {
      equal("the first", (await query()).epoch, 1);
      for (let a = await query(1); a.epoch; a = await query(1));
      equal("another connection", (await query()).epoch, 2);
    });
  },
  async "a cancel"() {
    const { promise: heard, resolve: canceled } = Promise.withResolvers();
    const { promise: arrived, resolve: arrives } = Promise.withResolvers();
    await play(async (peer, nth) => {
      if (nth === 2) {
        canceled([...await peer.startup()]);
        return peer.close();
      }
      await greet(peer);
      await peer.packet();
      arrives();
      if (nth === 1) return await peer.ended();
      await peer.send(done);
    }, async (query, db) => {
      const asked = query();
      await arrived;
      db.close();
      db.close();
      equal("who waits", await asked, gone("08006"));
      equal("what was said", await heard, [...int(80877102), ...int(7), ...int(8)]);
      equal("the next connection", (await query()).epoch, 2);
    });
  },
  async "ways to log in that are refused"() {
    const asks = [
      [message("R", int(3)), "28000"], // the password as it is
      [message("R", int(5), [1, 2, 3, 4]), "28000"], // MD5
      [message("R", int(10), "SCRAM-SHA-256-PLUS\0\0"), "28000"], // channel binding alone
      [problem("FATAL", "28P01"), "28P01"],
      [problem("FATAL", "3D000"), "3D000"],
    ];
    await play(async (peer, nth) => {
      await peer.startup();
      await peer.send(asks[nth - 1][0]);
      await peer.ended();
    }, async (query) => {
      for (const [, code] of asks) equal("a login that ends with " + code, await query(), gone(code));
    });
  },
  async "a server that does not know the password"() {
    await play(async (peer, nth) => {
      await peer.startup();
      await peer.send(message("R", int(10), "SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0"));
      const [, first] = await peer.message();
      const nonce = new TextDecoder().decode(first).match(/n,,n=,r=(.+)$/)[1];
      if (nth === 1) return await peer.send(message("R", int(0)), ready()); // let in without a proof
      if (nth === 2) return await peer.send(message("R", int(11), "r=other,s=QUJD,i=4096")); // another's nonce
      if (nth === 3) return await peer.send(message("R", int(11), `r=${nonce}x,s=QUJD,i=999999999`)); // work without end
      await peer.send(message("R", int(11), `r=${nonce}x,s=QUJD,i=4096`));
      await peer.message();
      await peer.send(message("R", int(12), "v=QUJD"), message("R", int(0)), ready());
    }, async (query) => {
      for (const code of ["28P01", "08006", "08006", "28P01"]) equal("a server without it", await query(), gone(code));
    });
  },
  // The example of RFC 7677, section 3; Postgres leaves the user's name out.
  async "an exchange that is known"() {
    const s = new Scram("pencil", "rOprNGfwEbeRWgbNEkqO");
    equal("first", s.first(), "n,,n=,r=rOprNGfwEbeRWgbNEkqO");
    const challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    const final = await s.final(challenge);
    if (!final.startsWith("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=")) throw new Error(final);
    if (s.proven("v=QUJD") || s.proven("e=other-error") || new Scram("x").proven("v=")) throw new Error("a forged proof was taken");
  },
};

for (const [name, run] of Object.entries(cases)) {
  try {
    console.log(name);
    await run();
  } catch (e) {
    console.log(`${name}: ${e.stack}`);
    Deno.exit(1);
  }
}
console.log(`${Object.keys(cases).length} cases`);
Deno.exit(0);
