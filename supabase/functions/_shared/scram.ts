// SCRAM-SHA-256 as Postgres speaks it (RFC 5802, RFC 7677; the user's name is the startup
// message's), without channel binding: TLS has checked the server's certificate, and a
// pooler in between could not bind anyway.

const text = new TextEncoder();
const base64 = (bytes: ArrayBuffer | Uint8Array) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const unbase64 = (s: string) => Uint8Array.from(atob(s), (c) => c.charCodeAt(0));

// What a server may ask for at most: a forged one is not to keep the processor busy.
const MOST_ITERATIONS = 1_000_000;

export class Scram {
  #password: string;
  #nonce: string;
  #first: string;
  #signature = ""; // what a server must know that knows the password

  constructor(password: string, nonce = base64(crypto.getRandomValues(new Uint8Array(18)))) {
    this.#password = password;
    this.#nonce = nonce;
    this.#first = `n=,r=${nonce}`;
  }

  // first is the client's first message.
  first(): string {
    return "n,," + this.#first;
  }

  // final answers the server's challenge. It throws at one that is not for us.
  async final(challenge: string): Promise<string> {
    const { r = "", s = "", i = "" } = attributes(challenge);
    const iterations = Number(i);
    if (!r.startsWith(this.#nonce) || r.length === this.#nonce.length || !s || !(iterations >= 1 && iterations <= MOST_ITERATIONS)) {
      throw new Error("the server's challenge is none");
    }
    const password = await crypto.subtle.importKey("raw", text.encode(this.#password.normalize("NFKC")), "PBKDF2", false, ["deriveBits"]);
    const salted = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: unbase64(s), iterations }, password, 256);
    const clientKey = await sign(salted, "Client Key");
    const stored = await crypto.subtle.digest("SHA-256", clientKey);
    const last = `c=biws,r=${r}`; // biws is "n,,"
    const message = `${this.#first},${challenge},${last}`;
    this.#signature = base64(await sign(await sign(salted, "Server Key"), message));
    const proof = new Uint8Array(await sign(stored, message));
    new Uint8Array(clientKey).forEach((b, at) => proof[at] ^= b);
    return `${last},p=${base64(proof)}`;
  }

  // proven tells whether the server's last message shows that it knows the password.
  proven(message: string): boolean {
    return this.#signature !== "" && attributes(message).v === this.#signature;
  }
}

function attributes(message: string): Record<string, string> {
  return Object.fromEntries(message.split(",").map((part) => [part.slice(0, 1), part.slice(2)]));
}

async function sign(key: ArrayBuffer, message: string): Promise<ArrayBuffer> {
  const made = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return crypto.subtle.sign("HMAC", made, text.encode(message));
}
