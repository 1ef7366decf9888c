import type { Body, Config, Lang, Row, Status, Stretch } from './types';

/** Problem is an answer of the server that is no success; status 0 means no answer at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfter = 0,
  ) {
    super(code);
  }
}

/** Where is the page that this script runs in: whose shop, and in whose frame. */
export interface Where {
  shop: string;
  account: string;
  embedded: boolean;
}

/** ownPictures is how the path of a picture begins that the conversation keeps itself. */
export const ownPictures = '/upload/';

export function whereFrom(path: string): Where {
  const [, first, second] = path.split('/').map(decodeURIComponent);
  if (first === 's') return { shop: second ?? '', account: '', embedded: false };
  if (first === 'embed') return { shop: '', account: second ?? '', embedded: true };
  return { shop: '', account: '', embedded: false };
}

/** Vault keeps the token of a visitor whose browser sends us no cookies. */
export interface Vault {
  get(account: string): Promise<string>;
  set(account: string, token: string): void;
}

export interface StreamEvents {
  message(row: Row): void;
  typing(progress: string): void;
  status(status: Status): void;
  ready(): void;
  /** alive is called with every byte, heartbeats included. */
  alive(): void;
}

/** Api speaks /api/webchat. In a foreign frame the token travels in a header. */
export class Api {
  private account = '';
  private token = '';
  private refused = 0;
  /** skew is how far the server's clock is ahead of this device's, in milliseconds. */
  skew = 0;

  constructor(
    private readonly where: Where,
    private readonly vault: Vault,
  ) {}

  async config(lang: Lang | ''): Promise<Config> {
    const q = new URLSearchParams();
    if (this.where.shop) q.set('shop', this.where.shop);
    if (this.where.account) q.set('account', this.where.account);
    if (lang) q.set('lang', lang);
    const config = (await this.call('GET', `config?${q}`)) as Config;
    this.account = config.account;
    return config;
  }

  /**
   * session makes sure that there is a visitor. fresh says that the last one was refused;
   * where that happens twice the browser keeps no cookies, and a header does the same.
   */
  async session(fresh = false): Promise<void> {
    if (fresh) this.refused++;
    if (this.where.embedded || this.refused > 1) {
      this.token = fresh && this.token ? '' : await this.vault.get(this.account);
      if (this.token) return;
      const made = (await this.call('POST', `session?${this.query()}&embed=1`, {})) as { token: string };
      this.token = made.token;
      this.vault.set(this.account, made.token);
      return;
    }
    await this.call('POST', `session?${this.query()}`, {});
  }

  async latest(): Promise<Stretch> {
    return (await this.call('GET', `messages?${this.query()}`)) as Stretch;
  }

  async older(before: number): Promise<Stretch> {
    return (await this.call('GET', `messages?${this.query()}&before=${before}`)) as Stretch;
  }

  async send(clientId: string, lang: Lang, body: Body): Promise<void> {
    await this.call('POST', `messages?${this.query()}`, { client_id: clientId, lang, ...body });
  }

  /** attach sends a picture ahead of the message that will name it. */
  async attach(picture: Blob): Promise<string> {
    const res = await this.fetch('POST', `uploads?${this.query()}`, picture, AbortSignal.timeout(120_000));
    return ((await res.json()) as { id: string }).id;
  }

  /**
   * picture is the address of a picture that only this visitor may see. Where the token
   * travels in a header the browser cannot fetch it by itself.
   */
  async picture(path: string): Promise<string> {
    const from = `uploads/${encodeURIComponent(path.slice(ownPictures.length))}?${this.query()}`;
    if (!this.token) return `/api/webchat/${from}`;
    const res = await this.fetch('GET', from);
    return URL.createObjectURL(await res.blob());
  }

  /** stream reads events until the connection ends or signal aborts it. */
  async stream(after: number, events: StreamEvents, signal: AbortSignal): Promise<void> {
    const res = await this.fetch('GET', `stream?${this.query()}&after=${after}`, undefined, signal);
    if (!res.body) throw new Problem(0, 'network');
    const reader = res.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      events.alive();
      rest += value;
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        dispatch(rest.slice(0, end), events);
        rest = rest.slice(end + 2);
      }
    }
  }

  private query(): string {
    return `account=${encodeURIComponent(this.account)}`;
  }

  private async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const res = await this.fetch(method, path, body);
    return res.json();
  }

  private async fetch(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = {};
    const picture = body instanceof Blob;
    if (body !== undefined) headers['Content-Type'] = picture ? body.type : 'application/json';
    if (this.token) headers['Authorization'] = `Bearer ${this.token}`;
    const init: RequestInit = { method, headers, credentials: 'same-origin', signal: signal ?? AbortSignal.timeout(20_000) };
    if (body !== undefined) init.body = picture ? body : JSON.stringify(body);
    let res: Response;
    try {
      res = await fetch(`/api/webchat/${path}`, init);
    } catch {
      throw new Problem(0, 'network');
    }
    // What the browser may have kept tells the time of its keeping.
    const kept = /max-age/.test(res.headers.get('Cache-Control') ?? '');
    const date = Date.parse(res.headers.get('Date') ?? '');
    if (date && !kept) this.skew = date - Date.now();
    if (res.ok) return res;
    const problem = (await res.json().catch(() => ({}))) as { code?: string };
    throw new Problem(res.status, problem.code ?? 'internal', Number(res.headers.get('Retry-After') ?? 0));
  }
}

function dispatch(block: string, events: StreamEvents): void {
  let name = 'message';
  let data = '';
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice(7);
    if (line.startsWith('data: ')) data += line.slice(6);
  }
  if (!data) return;
  const value: unknown = JSON.parse(data);
  switch (name) {
    case 'message':
      return events.message(value as Row);
    case 'typing':
      return events.typing((value as { progress: string }).progress);
    case 'status':
      return events.status((value as { status: Status }).status);
    case 'ready':
      return events.ready();
  }
}
