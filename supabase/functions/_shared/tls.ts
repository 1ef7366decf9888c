// A connection to Postgres's socket, encrypted where its address asks for it.

// What Postgres is asked before TLS begins: postgresql.org/docs/15/protocol-message-formats.html
const SSL_REQUEST = new Uint8Array([0, 0, 0, 8, 4, 210, 22, 47]);

// wanted tells whether an address asks for TLS; a certificate to check against does so too.
export function wanted(url: URL, ca?: string): boolean {
  const mode = url.searchParams.get("sslmode") ?? url.searchParams.get("ssl") ?? "disable";
  return !!ca || !["disable", "allow", "false"].includes(mode);
}

// dial connects. The server's certificate must be of the host, and come from ca or from one
// that Deno trusts: there is no way not to check it.
export async function dial(url: URL, ca?: string): Promise<Deno.Conn> {
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const plain = await Deno.connect({ hostname, port: Number(url.port || 5432) });
  try {
    plain.setNoDelay();
    if (!wanted(url, ca)) return plain;
    await all(plain, SSL_REQUEST);
    const answer = new Uint8Array(1);
    if (await plain.read(answer) === 1 && answer[0] === "S".charCodeAt(0)) {
      return await Deno.startTls(plain, { hostname, caCerts: ca ? [ca] : [] });
    }
    if (url.searchParams.get("sslmode") === "prefer" && !ca) return plain;
    throw new Error("the server does not speak TLS");
  } catch (e) {
    quietly(() => plain.close()); // startTls may have taken it
    throw e;
  }
}

// all writes the whole of bytes.
export async function all(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await conn.write(at ? bytes.subarray(at) : bytes);
}

// quietly does what may have been done already.
export function quietly(what: () => void): void {
  try {
    what();
  } catch { /* it has */ }
}
