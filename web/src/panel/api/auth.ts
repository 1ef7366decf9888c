// The calls of /auth/: signing in and what a person manages of their own.
import { problemOf, Problem } from './problem';
import { session } from './session';

export type Role = 'owner' | 'manager' | 'operator' | 'viewer';

export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
}

export interface State {
  first_run: boolean;
  signed_in: boolean;
  methods: ('password' | 'passkey' | 'telegram')[];
  telegram_bot?: string;
}

/** Me is who is signed in, and to which shop. */
export interface Me {
  member: Member;
  shop: { slug: string; name: string; currency: string; zone: string; language: 'ru' | 'en' };
  scopes: string[];
  totp: boolean;
  passkeys: number;
}

export interface Invitation {
  shop: string;
  role: Role;
  email?: string;
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`${session.base()}/auth/${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        ...(await session.headers()),
        'Accept-Language': document.documentElement.lang || 'ru',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Problem(0, 'panel.offline', '');
  }
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

type Signed = { member: Member };

export const auth = {
  state: () => call<State>('GET', 'state'),
  me: () => call<Me>('GET', 'me'),
  password: (form: { email: string; password: string; code?: string }) => call<Signed>('POST', 'password', form),
  first: (form: { token: string; email: string; name: string; password: string }) => call<Signed>('POST', 'first', form),
  invitation: (token: string) => call<Invitation>('GET', `invitation/${encodeURIComponent(token)}`),
  accept: (token: string, form: { email: string; name: string; password: string }) =>
    call<Signed>('POST', `invitation/${encodeURIComponent(token)}`, form),
  reset: (token: string, password: string) => call<void>('POST', `reset/${encodeURIComponent(token)}`, { password }),
  signOut: () => call<void>('POST', 'sign-out', {}),
};
