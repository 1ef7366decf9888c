// Who is signed in, and by what a request shows it. On a server of our own a cookie that no
// script can read does; beside Supabase the access token of Supabase Auth does.

type Listener = (present: boolean) => void;

/** Config tells a build on another host where the shop is; on our own server there is none. */
export interface Config {
  /** api is the URL of the function that serves the API, without /api/v1. */
  api?: string;
  supabase?: { url: string; anon_key: string };
}

class Session {
  private listeners = new Set<Listener>();
  private config: Config = {};

  /** configure is called once, before the first request. */
  configure(config: Config): void {
    this.config = config;
  }

  base(): string {
    return this.config.api ?? globalThis.location?.origin ?? '';
  }

  /** headers of each request: the panel's mark, which a form of another site cannot send. */
  headers(): Promise<Record<string, string>> {
    return Promise.resolve({ 'X-Prilavok': 'panel' });
  }

  /** tokens tells whether requests carry a header that an EventSource cannot set. */
  tokens(): boolean {
    return this.config.supabase !== undefined;
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
}

export const session = new Session();
