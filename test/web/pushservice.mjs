// A push service on loopback, with a browser of its own: it knows RFC 8291 and 8292 by Node's
// crypto, apart from the program that sends.
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';

const b64 = (buffer) => Buffer.from(buffer).toString('base64url');

/** pushService answers with what answer(n) says to the n-th message (201 unless said), and keeps what came. */
export async function pushService(answer = () => ({})) {
  const browser = createECDH('prime256v1');
  browser.generateKeys();
  const auth = randomBytes(16);
  const got = [];
  const waiting = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      got.push({ path: request.url, method: request.method, headers: request.headers, body: Buffer.concat(parts), at: Date.now() });
      const { status = 201, headers = {} } = answer(got.length) ?? {};
      response.writeHead(status, headers).end();
      for (const done of waiting.splice(0)) done();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    got,
    subscription: { endpoint: `${origin}/send/of-this-browser`, keys: { p256dh: b64(browser.getPublicKey()), auth: b64(auth) } },
    /** nth waits for the n-th message. */
    async nth(n) {
      while (got.length < n) {
        await new Promise((resolve, reject) => {
          waiting.push(resolve);
          setTimeout(() => reject(new Error(`only ${got.length} messages came, not ${n}`)), 15_000).unref();
        });
      }
      return got[n - 1];
    },
    open: (message) => decrypt(message.body, browser, auth),
    signed: (message, key) => signed(message.headers.authorization, key, origin),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** decrypt reads a body of one aes128gcm record as a browser does. */
function decrypt(body, browser, auth) {
  const salt = body.subarray(0, 16);
  const length = body[20];
  const sender = body.subarray(21, 21 + length);
  const sealed = body.subarray(21 + length);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const ikm = Buffer.from(hkdfSync('sha256', browser.computeSecret(sender), auth, info, 32));
  const key = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: nonce\0', 12));
  const opener = createDecipheriv('aes-128-gcm', key, nonce);
  opener.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([opener.update(sealed.subarray(0, -16)), opener.final()]);
  const end = plain.lastIndexOf(2);
  if (end < 0 || plain.subarray(end + 1).some((b) => b !== 0)) throw new Error('the padding is not as it should be');
  return JSON.parse(plain.subarray(0, end).toString('utf8'));
}

/** signed reads the claims of a VAPID header, and throws unless the key that a page was told has signed them for this service. */
function signed(header, key, origin) {
  const [, token, named] = /^vapid t=([\w-]+\.[\w-]+\.[\w-]+), k=([\w-]+)$/.exec(header ?? '') ?? [];
  if (!token || named !== key) throw new Error(`signed with ${header}`);
  const point = Buffer.from(key, 'base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: b64(point.subarray(1, 33)), y: b64(point.subarray(33)) };
  const [head, claims, signature] = token.split('.');
  const good = verify('sha256', Buffer.from(`${head}.${claims}`), { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  const said = JSON.parse(Buffer.from(claims, 'base64url'));
  const left = said.exp - Date.now() / 1000;
  if (!good || said.aud !== origin || left <= 0 || left > 24 * 3600 || !/^(mailto:|https:)/.test(said.sub)) throw new Error(`the signature is good: ${good}, ${JSON.stringify(said)}`);
  return said;
}
