// Who is signed in, and by what a request shows it. On a server of our own a cookie that no
// script can read does; beside Supabase the access token of Supabase Auth does.
import { Problem } from './problem';

type Listener = (present: boolean) => void;

/** Config tells a build on another host where the shop is; on our own server there is none. */
export interface Config {
  /** api is the URL of the function that serves the API, without /api/v1. */
  api?: string;
  supabase?: { url: string; anon_key: string };
}

interface Tokens {
  access: string;
  refresh: string;
  /** until is when access ends, in ms. */
  until: number;
}

interface Answer {
  access_token?: string;
  refresh_token?: string;
  expires_in?: number;
  error_code?: string;
  error?: string;
  msg?: string;
  error_description?: string;
}

const kept = 'prilavok.session';
const shopKept = 'prilavok.shop';
const early = 60_000; // ms before its end a token is exchanged

/** written is the config that stands in the page: <meta name="prilavok" content="{…}">. */
function written(): Config {
  const text = globalThis.document?.querySelector<HTMLMetaElement>('meta[name=prilavok]')?.content;
  return text ? (JSON.parse(text) as Config) : {};
}

class Session {
  private listeners = new Set<Listener>();
  private config: Config = written();
  private exchange: Promise<Tokens> | null = null;

  base(): string {
    return this.config.api || (globalThis.location?.origin ?? '');
  }

  /** headers of each request: the token, else the panel's mark, which a form of another site cannot send. */
  async headers(): Promise<Record<string, string>> {
    if (!this.config.supabase) return { 'X-Prilavok': 'panel' };
    const shop = localStorage.getItem(shopKept);
    const tokens = await this.fresh();
    return { ...(tokens ? { Authorization: `Bearer ${tokens.access}` } : {}), ...(shop ? { 'X-Shop': shop } : {}) };
  }

  /** tokens tells whether requests carry a header that an EventSource cannot set. */
  tokens(): boolean {
    return this.config.supabase !== undefined;
  }

  /** choose says which shop is meant, for people who are staff of several. */
  choose(shop: string): void {
    localStorage.setItem(shopKept, shop);
  }

  /** signIn asks Supabase Auth for a session. */
  async signIn(email: string, password: string): Promise<void> {
    await this.ask('token?grant_type=password', { email, password });
  }

  /** signOut ends the session here, and at Supabase Auth if it can be reached. */
  async signOut(): Promise<void> {
    const tokens = this.read();
    localStorage.removeItem(kept);
    localStorage.removeItem(shopKept);
    if (tokens) await this.post('logout?scope=local', {}, tokens.access).catch(() => undefined);
  }

  /** lost is told by whoever was answered 401: the page asks to sign in and keeps what is typed. */
  lost(): void {
    for (const hear of this.listeners) hear(false);
  }

  found(): void {
    for (const hear of this.listeners) hear(true);
  }

  listen(hear: Listener): () => void {
    this.listeners.add(hear);
    return () => this.listeners.delete(hear);
  }

  private read(): Tokens | null {
    try {
      return JSON.parse(localStorage.getItem(kept) ?? 'null') as Tokens | null;
    } catch {
      return null;
    }
  }

  /** fresh is a token that is good for a while; a refresh token works once, so that requests share one exchange. */
  private async fresh(): Promise<Tokens | null> {
    const tokens = this.read();
    if (!tokens || tokens.until - Date.now() > early) return tokens;
    this.exchange ??= this.ask('token?grant_type=refresh_token', { refresh_token: tokens.refresh }).finally(() => (this.exchange = null));
    try {
      return await this.exchange;
    } catch (error) {
      if (error instanceof Problem && error.status === 0) throw error;
      const now = this.read(); // another tab may have been first
      if (now && now.refresh !== tokens.refresh) return now;
      localStorage.removeItem(kept);
      return null;
    }
  }

  private async ask(path: string, body: object): Promise<Tokens> {
    const response = await this.post(path, body);
    const answer = (await response.json().catch(() => ({}))) as Answer;
    if (!response.ok || !answer.access_token || !answer.refresh_token) {
      const code = answer.error_code ?? answer.error ?? '';
      throw new Problem(response.status, `supabase.${code}`, answer.msg ?? answer.error_description ?? '', [], Number(response.headers.get('Retry-After') ?? 0));
    }
    const tokens = { access: answer.access_token, refresh: answer.refresh_token, until: Date.now() + (answer.expires_in ?? 3600) * 1000 };
    localStorage.setItem(kept, JSON.stringify(tokens));
    return tokens;
  }

  private async post(path: string, body: object, token?: string): Promise<Response> {
    const { url = '', anon_key = '' } = this.config.supabase ?? {};
    try {
      return await fetch(`${url.replace(/\/$/, '')}/auth/v1/${path}`, {
        method: 'POST',
        headers: { apikey: anon_key, 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify(body),
      });
    } catch {
      throw new Problem(0, 'panel.offline', '');
    }
  }
}

export const session = new Session();
