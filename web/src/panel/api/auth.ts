// The calls of /auth/: signing in and what a person manages of their own. Beside Supabase
// there is no /auth/: its Auth signs in, and the API says who somebody is.
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
  telegram_bot_id?: string;
}

/** Me is who is signed in, and to which shop. */
export interface Me {
  member: Member;
  shop: { slug: string; name: string; currency: string; zone: string; language: 'ru' | 'en' };
  scopes: string[];
  totp: boolean;
  passkeys: number;
  telegram: boolean;
  /** language of the person's panel; empty: the shop's. */
  language: '' | 'ru' | 'en';
}

export interface Invitation {
  shop: string;
  role: Role;
  email?: string;
}

export interface Browser {
  id: string;
  created_at: string;
  seen_at: string;
  address: string;
  agent: string;
  current: boolean;
}

export interface Passkey {
  id: string;
  name: string;
  created_at: string;
  used_at?: string;
}

/** Begun is what a ceremony of passkeys begins with. */
export interface Begun {
  options: { publicKey: Record<string, unknown> };
  ticket: string;
}

interface Finished {
  ticket: string;
  credential: unknown;
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`${session.base()}/${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        ...(await session.headers()),
        'Accept-Language': document.documentElement.lang || 'ru',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(0, 'panel.offline', '');
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.code === 'staff.no_session' && path !== 'auth/me') session.lost();
    throw problem;
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

type Newcomer = { email: string; name: string; password: string; code?: string };

const own = (method: string, path: string, body?: unknown) => call<void>(method, `auth/${path}`, body);

async function meByToken(): Promise<Me> {
  const me = await call<Omit<Me, 'totp' | 'passkeys' | 'telegram'>>('GET', 'api/v1/me');
  return { ...me, totp: false, passkeys: 0, telegram: false };
}

export const auth = {
  state: (): Promise<State> =>
    session.tokens() ? Promise.resolve({ first_run: false, signed_in: false, methods: ['password'] }) : call<State>('GET', 'auth/state'),
  me: () => (session.tokens() ? meByToken() : call<Me>('GET', 'auth/me')),
  password: async (form: { email: string; password: string; code?: string }): Promise<void> => {
    await (session.tokens() ? session.signIn(form.email, form.password) : call('POST', 'auth/password', form));
  },
  first: (form: Newcomer & { token: string }) => own('POST', 'first', form),
  invitation: (token: string) => call<Invitation>('GET', `auth/invitation/${encodeURIComponent(token)}`),
  accept: (token: string, form: Newcomer) => own('POST', `invitation/${encodeURIComponent(token)}`, form),
  reset: (token: string, password: string) => own('POST', `reset/${encodeURIComponent(token)}`, { password }),
  signOut: () => (session.tokens() ? session.signOut() : own('POST', 'sign-out', {})),
  passkeyBegin: () => call<Begun>('POST', 'auth/passkey/begin', {}),
  passkeyFinish: (done: Finished) => own('POST', 'passkey/finish', done),
  telegram: (word: Record<string, unknown>) => own('POST', 'telegram', word),

  profile: (change: { name?: string; language?: string }) => call<Me>('PATCH', 'auth/me', change),
  changePassword: (old: string, next: string) => own('POST', 'password/change', { old, new: next }),
  sessions: async () => (await call<{ items: Browser[] }>('GET', 'auth/sessions')).items,
  endSession: (id: string) => own('DELETE', `sessions/${encodeURIComponent(id)}`),
  totpBegin: () => call<{ secret: string; url: string }>('POST', 'auth/totp/begin', {}),
  totpFinish: async (code: string) => (await call<{ recovery_codes: string[] }>('POST', 'auth/totp/finish', { code })).recovery_codes,
  totpDrop: () => own('DELETE', 'totp'),
  passkeys: async () => (await call<{ items: Passkey[] }>('GET', 'auth/passkeys')).items,
  newPasskeyBegin: () => call<Begun>('POST', 'auth/passkeys/begin', {}),
  newPasskeyFinish: (done: Finished & { name: string }) => call<Passkey>('POST', 'auth/passkeys/finish', done),
  renamePasskey: (id: string, name: string) => own('PATCH', `passkeys/${encodeURIComponent(id)}`, { name }),
  deletePasskey: (id: string) => own('DELETE', `passkeys/${encodeURIComponent(id)}`),
  telegramLink: (word: Record<string, unknown>) => own('POST', 'telegram/link', word),
  telegramUnlink: () => own('DELETE', 'telegram/link'),
  /** push is what this browser needs to be sent to, and whether the shop sends to it. */
  push: () => call<{ key: string; on: boolean }>('GET', 'auth/push'),
  pushOn: (browser: PushSubscriptionJSON) => own('PUT', 'push', browser),
  pushOff: () => own('DELETE', 'push'),
  pushTest: () => call<object>('POST', 'auth/push/test', {}),
};
