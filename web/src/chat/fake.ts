import type { StreamEvents } from './api';
import { Problem } from './api';
import type { Clock } from './chat';
import type { Body, Config, Row, Stretch } from './types';

// The other side of a chat, in this process, for tests.

/** Time moves only when it is told to. */
export class Time implements Clock {
  private at = 0;
  private waits: { at: number; fn: () => void }[] = [];
  now = () => this.at;
  later = (ms: number, fn: () => void) => {
    const w = { at: this.at + ms, fn };
    this.waits.push(w);
    return () => {
      this.waits = this.waits.filter((x) => x !== w);
    };
  };
  async pass(ms: number): Promise<void> {
    const end = this.at + ms;
    for (;;) {
      const next = this.waits.filter((w) => w.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.waits = this.waits.filter((w) => w !== next);
      this.at = next.at;
      next.fn();
      await settle();
    }
    this.at = end;
  }
}

export const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

/** Server is the other side, in this process. */
export class Server {
  sent: { id: string; body: Body }[] = [];
  refuse: Problem[] = [];
  log: Row[] = [];
  sessions: boolean[] = [];
  lang = '';
  events: StreamEvents | null = null;
  asked: number[] = [];
  skew = 0;
  private end: () => void = () => undefined;

  async config(lang: string): Promise<Config> {
    this.lang = lang;
    return { account: 'acc', lang: (lang || 'ru') as 'ru', languages: ['ru', 'en'], shop: { name: 'S', slug: 's' }, automated: false, shortcuts: [], categories: [] };
  }
  async session(fresh = false): Promise<void> {
    this.sessions.push(fresh);
  }
  async latest(): Promise<Stretch> {
    return { messages: this.log, more: false };
  }
  async older(): Promise<Stretch> {
    return { messages: [], more: false };
  }
  async send(id: string, _lang: string, body: Body): Promise<void> {
    const p = this.refuse.shift();
    if (p) throw p;
    this.sent.push({ id, body });
  }
  async attach(): Promise<string> {
    return 'upl_1';
  }
  async picture(path: string): Promise<string> {
    return path;
  }
  stream(after: number, events: StreamEvents, signal: AbortSignal): Promise<void> {
    this.asked.push(after);
    this.events = events;
    events.ready();
    return new Promise((resolve) => {
      this.end = resolve;
      signal.addEventListener('abort', () => resolve());
    });
  }
  drop(): void {
    this.end();
  }
}

/** Keep is a browser's storage. */
export class Keep {
  map = new Map<string, string>();
  getItem = (k: string) => this.map.get(k) ?? null;
  setItem = (k: string, v: string) => void this.map.set(k, v);
}

