// A TLS connection to Postgres, as a stream that the client can use. The client's own way
// is closed: node:tls of Deno 2.1 does not take over a socket that is connected, and the
// client would wait for ever.
import { Buffer } from "node:buffer";
import { Duplex } from "node:stream";

// What Postgres is asked before TLS begins: postgresql.org/docs/15/protocol-message-formats.html
const SSL_REQUEST = new Uint8Array([0, 0, 0, 8, 4, 210, 22, 47]);
const READ = 16 << 10;

// wanted tells whether an address asks for TLS; a certificate to check against does so too.
export function wanted(url: URL, ca?: string): boolean {
  const mode = url.searchParams.get("sslmode") ?? url.searchParams.get("ssl") ?? "disable";
  return !!ca || !["disable", "allow", "false"].includes(mode);
}

// dial returns a stream at once; what is written to it waits until the connection is made,
// and a failure to make it is the stream's. The server's certificate must be of the host,
// and come from ca or from one that Deno trusts: there is no way not to check it.
export function dial(url: URL, ca?: string): Duplex {
  let conn: Deno.Conn | undefined;
  let gone = false;
  const stream = new Duplex({
    construct(done) {
      connect(url, ca).then((made) => {
        conn = made;
        if (gone) made.close();
        done();
      }, done);
    },
    read() {
      const part = new Uint8Array(READ);
      conn!.read(part).then((n) => stream.push(n === null ? null : Buffer.from(part.buffer, 0, n)), (e) => stream.destroy(e));
    },
    write(bytes: Uint8Array, _encoding, done) {
      all(conn!, bytes).then(() => done(), done);
    },
    final(done) {
      close();
      done();
    },
    destroy(error, done) {
      close();
      done(error);
    },
  });
  function close() {
    if (conn && !gone) conn.close();
    gone = true;
  }
  // The client looks at it before it says good-bye.
  Object.defineProperty(stream, "readyState", { get: () => gone || stream.destroyed ? "closed" : "open" });
  return stream;
}

async function connect(url: URL, ca?: string): Promise<Deno.Conn> {
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const plain = await Deno.connect({ hostname, port: Number(url.port || 5432) });
  try {
    plain.setNoDelay();
    await all(plain, SSL_REQUEST);
    const answer = new Uint8Array(1);
    if (await plain.read(answer) === 1 && answer[0] === "S".charCodeAt(0)) {
      return await Deno.startTls(plain, { hostname, caCerts: ca ? [ca] : [] });
    }
    if (url.searchParams.get("sslmode") === "prefer" && !ca) return plain;
    throw new Error("the server does not speak TLS");
  } catch (e) {
    try {
      plain.close();
    } catch { /* startTls has taken it */ }
    throw e;
  }
}

async function all(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await conn.write(bytes.subarray(at));
}
