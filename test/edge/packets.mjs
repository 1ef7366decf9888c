// Packets as Go sends them, and what comes back, as the edge's tests write and read them.
const encoder = new TextEncoder(), decoder = new TextDecoder();

// message is one of either side: kind ("" for a startup) and texts or bytes.
export function message(kind, ...parts) {
  const bytes = parts.map((p) => typeof p === "string" ? encoder.encode(p) : Uint8Array.from(p));
  const size = bytes.reduce((n, b) => n + b.length, 0);
  const out = new Uint8Array(kind.length + 4 + size);
  out.set(encoder.encode(kind));
  new DataView(out.buffer).setInt32(kind.length, size + 4);
  let at = kind.length + 4;
  for (const b of bytes) {
    out.set(b, at);
    at += b.length;
  }
  return out;
}

export function join(...parts) {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

// packet is statements without values, up to their Sync.
export const packet = (...statements) =>
  join(
    ...statements.flatMap((text) => [
      message("P", "\0" + text + "\0\0\0"),
      message("B", "\0\0", [0, 0, 0, 0, 0, 0]),
      message("D", "P\0"),
      message("E", "\0", [0, 0, 0, 0]),
    ]),
    message("S"),
  );

// read takes an answer apart: an entry for each statement, and the error that ended them.
export function read(raw) {
  const all = [];
  let now = { columns: [], rows: [] };
  for (let at = 0; at < raw.length;) {
    const view = new DataView(raw.buffer, raw.byteOffset + at);
    const length = view.getInt32(1), kind = String.fromCharCode(raw[at]), body = raw.subarray(at + 5, at + 1 + length);
    at += 1 + length;
    if (kind === "T") now.columns = columns(body);
    if (kind === "D") now.rows.push(row(body));
    if (kind === "C") {
      all.push({ tag: decoder.decode(body.subarray(0, -1)), ...now });
      now = { columns: [], rows: [] };
    }
    if (kind === "E") {
      const fields = Object.fromEntries(decoder.decode(body).split("\0").filter((f) => f).map((f) => [f[0], f.slice(1)]));
      return { all, error: { code: fields.C, ...(fields.t ? { table: fields.t } : {}), ...(fields.n ? { constraint: fields.n } : {}) } };
    }
  }
  return { all, error: undefined };
}

function columns(body) {
  const view = new DataView(body.buffer, body.byteOffset);
  let at = 2;
  return Array.from({ length: view.getInt16(0) }, () => {
    const end = body.indexOf(0, at), name = decoder.decode(body.subarray(at, end));
    at = end + 19;
    return [name, view.getInt32(end + 7)];
  });
}

function row(body) {
  const view = new DataView(body.buffer, body.byteOffset);
  let at = 2;
  return Array.from({ length: view.getInt16(0) }, () => {
    const length = view.getInt32(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return decoder.decode(body.subarray(at - length, at));
  });
}

export function equal(what, got, want) {
  if (JSON.stringify(got) !== JSON.stringify(want)) throw new Error(`${what}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
}
