// Outgoing HTTP requests of one Go program: they never throw, end by themselves, and read
// no more than they may.

export type Answer = { status: number; headers: [string, string][]; body: Uint8Array } | { error: string };

export class Calls {
  #running = new Set<AbortController>();

  call = (
    method: string,
    url: string,
    headers: Record<string, string>,
    body: Uint8Array,
    timeout: number,
    most: number,
  ): { answer: Promise<Answer>; abort(): void } => {
    const stop = new AbortController();
    this.#running.add(stop);
    const timer = setTimeout(() => stop.abort(), timeout);
    const answer = send(method, url, headers, body, most, stop).finally(() => {
      clearTimeout(timer);
      this.#running.delete(stop);
    });
    return { answer, abort: () => stop.abort() };
  };

  // end breaks off what runs: nobody is left to hear the answers.
  end(): void {
    for (const stop of this.#running) stop.abort();
  }
}

async function send(
  method: string,
  url: string,
  headers: Record<string, string>,
  body: Uint8Array,
  most: number,
  stop: AbortController,
): Promise<Answer> {
  try {
    const res = await fetch(url, {
      method,
      headers,
      body: body.length ? body as BodyInit : undefined,
      redirect: "manual",
      signal: stop.signal,
    });
    const read = await readUpTo(res.body, most);
    if (read === undefined) {
      stop.abort();
      return { error: "large" };
    }
    return { status: res.status, headers: [...res.headers], body: read };
  } catch (e) {
    return { error: stop.signal.aborted ? "timeout" : unconnected(e) ? "connect" : "broken" };
  }
}

// unconnected reports whether an error says that there never was a connection: only then is
// it sure that nothing was done, and a message may be sent once more. Deno says it in the
// error's words, newer ones in those of its cause.
function unconnected(e: unknown): boolean {
  const words = e instanceof Error ? `${e.message} ${e.cause instanceof Error ? e.cause.message : ""}` : "";
  return words.includes("client error (Connect)");
}

// resolve lists the addresses that a name has; none when it has none, or nobody says within
// five seconds.
export async function resolve(name: string): Promise<string[]> {
  const signal = AbortSignal.timeout(5000);
  const ask = (kind: "A" | "AAAA") => Deno.resolveDns(name, kind, { signal }).catch(() => [] as string[]);
  return (await Promise.all([ask("A"), ask("AAAA")])).flat();
}

// readUpTo returns the whole body, or undefined when it is longer than most.
export async function readUpTo(stream: ReadableStream<Uint8Array> | null, most: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (stream) {
    for await (const part of stream) {
      parts.push(part);
      size += part.length;
      if (size > most) return undefined;
    }
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
