// Passkeys (WebAuthn): what the server says and wants as JSON, in the bytes that browsers
// speak of. The browsers' own conversion is younger than many phones.
import { auth } from './auth';

const bytes = (text: string): Uint8Array<ArrayBuffer> => {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
};

const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

type Known = { id: string; type: 'public-key'; transports?: AuthenticatorTransport[] };
type Read<T, K extends keyof T> = Omit<T, 'challenge' | K> & { challenge: string };

const known = (list: Known[] | undefined) => (list ?? []).map((k) => ({ ...k, id: bytes(k.id) }));

/** can tells whether this browser knows passkeys. */
export const can = (): boolean => typeof globalThis.PublicKeyCredential === 'function';

/** gone tells whether the person has closed the browser's question, which is no failure. */
export const gone = (error: unknown): boolean => error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError');

/** signInByPasskey lets the person choose a passkey of this device. */
export async function signInByPasskey(): Promise<void> {
  const { options, ticket } = await auth.passkeyBegin();
  const o = options.publicKey as unknown as Read<PublicKeyCredentialRequestOptions, 'allowCredentials'> & { allowCredentials?: Known[] };
  const key = (await navigator.credentials.get({
    publicKey: { ...o, challenge: bytes(o.challenge), allowCredentials: known(o.allowCredentials) },
  })) as PublicKeyCredential;
  const r = key.response as AuthenticatorAssertionResponse;
  await auth.passkeyFinish({
    ticket,
    credential: {
      id: key.id,
      rawId: text(key.rawId),
      type: key.type,
      clientExtensionResults: key.getClientExtensionResults(),
      response: {
        clientDataJSON: text(r.clientDataJSON),
        authenticatorData: text(r.authenticatorData),
        signature: text(r.signature),
        ...(r.userHandle ? { userHandle: text(r.userHandle) } : {}),
      },
    },
  });
}

/** addPasskey makes a passkey on this device. */
export async function addPasskey(name: string): Promise<void> {
  const { options, ticket } = await auth.newPasskeyBegin();
  type Made = Read<PublicKeyCredentialCreationOptions, 'excludeCredentials' | 'user'> & { excludeCredentials?: Known[]; user: { id: string; name: string; displayName: string } };
  const o = options.publicKey as unknown as Made;
  const key = (await navigator.credentials.create({
    publicKey: { ...o, challenge: bytes(o.challenge), user: { ...o.user, id: bytes(o.user.id) }, excludeCredentials: known(o.excludeCredentials) },
  })) as PublicKeyCredential;
  const r = key.response as AuthenticatorAttestationResponse;
  await auth.newPasskeyFinish({
    ticket,
    name,
    credential: {
      id: key.id,
      rawId: text(key.rawId),
      type: key.type,
      clientExtensionResults: key.getClientExtensionResults(),
      response: { clientDataJSON: text(r.clientDataJSON), attestationObject: text(r.attestationObject), transports: r.getTransports?.() ?? [] },
    },
  });
}
