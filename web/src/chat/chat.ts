import type { Api } from './api';
import { Problem } from './api';
import type { Body, Config, Lang, Pending, Press, Row, Status } from './types';

/** State is everything that the page draws. It is replaced, never changed. */
export interface State {
  phase: 'loading' | 'ready' | 'no-shop' | 'broken';
  config: Config | null;
  rows: Row[];
  pending: Pending[];
  more: boolean;
  status: Status;
  /** online: the stream is open; offline: it has been away long enough to say so. */
  link: 'connecting' | 'online' | 'offline';
  /** typing: null, or a line that says what is being done ("" is just typing). */
  typing: string | null;
  /** caughtUp: what was said before has been drawn; from now on arrivals are news. */
  caughtUp: boolean;
  /** pressed: the button whose answer is awaited, as source and action. */
  pressed: string;
}

/** Clock is what the chat needs of time, so that tests own it. */
export interface Clock {
  now(): number;
  later(ms: number, fn: () => void): () => void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  later: (ms, fn) => {
    const t = setTimeout(fn, ms);
    return () => clearTimeout(t);
  },
};

type Keep = Pick<Storage, 'getItem' | 'setItem'> | null;

const typingLife = 8_000;
const thinkingAfter = 350;
const thinkingLife = 25_000;
const sayOfflineAfter = 2_500;
const silentFor = 40_000;

/** Chat is the conversation with one shop: it keeps the log in step with the server. */
export class Chat {
  private state: State = {
    phase: 'loading', config: null, rows: [], pending: [], more: false, status: '', link: 'connecting', typing: null, caughtUp: false, pressed: '',
  };
  private listeners = new Set<() => void>();
  private stopStream: AbortController | null = null;
  private attempt = 0;
  private cancels = new Map<string, () => void>();
  private sendingNow = false;
  private stopped = false;

  constructor(
    private readonly api: Api,
    private readonly keep: Keep,
    private readonly clock: Clock = realClock,
  ) {}

  subscribe = (fn: () => void): (() => void) => {
    this.listeners.add(fn);
    return () => this.listeners.delete(fn);
  };

  snapshot = (): State => this.state;

  async start(lang: Lang | ''): Promise<void> {
    this.set({ phase: 'loading' });
    try {
      const config = await this.api.config(lang);
      this.set({ config });
      await this.api.session();
      const s = await this.api.latest();
      this.set({ phase: 'ready', rows: s.messages, more: s.more, status: s.status ?? '', pending: this.restore(s.messages) });
    } catch (e) {
      this.set({ phase: e instanceof Problem && e.status === 404 ? 'no-shop' : 'broken' });
      return;
    }
    void this.pump();
    void this.listen();
  }

  /** setLang changes the language of the page and, where one has begun, of the conversation. */
  async setLang(lang: Lang, title: string): Promise<void> {
    try {
      this.set({ config: await this.api.config(lang) });
    } catch {
      return; // the page keeps its language until the shop answers again
    }
    if (this.state.rows.length) this.press({ title, action: `lang:${lang}` });
  }

  stop(): void {
    this.stopped = true;
    this.stopStream?.abort();
    for (const cancel of this.cancels.values()) cancel();
  }

  /** wakeUp reconnects at once: the network is back, or the tab is looked at again. */
  wakeUp = (): void => {
    if (this.state.phase !== 'ready') return;
    if (this.state.link !== 'online') {
      this.attempt = 0;
      this.stopStream?.abort();
      this.cancel('reconnect');
      void this.listen();
    }
    void this.pump();
  };

  say(text: string, label?: string): void {
    this.enqueue(label ? { text, label } : { text });
  }

  /** show sends pictures that were sent ahead, with words about them. */
  show(photos: string[], text: string): void {
    this.enqueue(text ? { photos, text } : { photos });
  }

  attach(picture: Blob): Promise<string> {
    return this.api.attach(picture);
  }

  /** picture finds the address of a picture of this conversation; it is asked for once. */
  picture(path: string): Promise<string> {
    let found = this.pictures.get(path);
    if (!found) {
      found = this.api.picture(path);
      this.pictures.set(path, found);
      found.catch(() => this.pictures.delete(path));
    }
    return found;
  }

  private pictures = new Map<string, Promise<string>>();

  /** serverNow is the server's time in milliseconds. */
  serverNow(): number {
    return this.clock.now() + this.api.skew;
  }

  press(p: Press, source?: string): void {
    if (p.action) {
      this.enqueue({ action: p.action, label: p.title, ...(source ? { source } : {}) });
      if (source) this.await(`${source} ${p.action}`);
    } else if (p.command) this.say(p.command, p.title);
  }

  sharePhone(phone: string): void {
    this.enqueue({ contact: { phone } });
  }

  sharePlace(lat: number, lon: number): void {
    this.enqueue({ location: { lat, lon } });
  }

  retry(clientId: string): void {
    this.setPending(this.state.pending.map((p) => (p.clientId === clientId ? withState(p, 'sending') : p)));
    void this.pump();
  }

  drop(clientId: string): void {
    this.setPending(this.state.pending.filter((p) => p.clientId !== clientId));
  }

  async older(): Promise<void> {
    const first = this.state.rows[0];
    if (!first || !this.state.more) return;
    try {
      const s = await this.api.older(first.seq);
      this.set({ rows: merge(this.state.rows, s.messages), more: s.more });
    } catch {
      // the button stays: the visitor can ask again
    }
  }

  private enqueue(body: Body): void {
    const p: Pending = { clientId: newClientId(), body, at: new Date(this.clock.now()).toISOString(), state: 'sending' };
    this.setPending([...this.state.pending, p]);
    void this.pump();
  }

  private await(pressed: string): void {
    this.set({ pressed });
    this.later('pressed', 8_000, () => this.set({ pressed: '' }));
  }

  /** pump posts what waits, one after the other, so that order holds. */
  private async pump(): Promise<void> {
    if (this.sendingNow || !this.state.config) return;
    this.sendingNow = true;
    try {
      for (let p = this.next(); p && !this.stopped; p = this.next()) {
        if (!(await this.post(p))) break;
      }
    } finally {
      this.sendingNow = false;
    }
  }

  private next(): Pending | undefined {
    return this.state.pending.find((p) => p.state === 'sending' && !this.posted.has(p.clientId));
  }

  /** posted are stored by the server but not yet seen in the log. */
  private posted = new Set<string>();

  private async post(p: Pending): Promise<boolean> {
    try {
      await this.api.send(p.clientId, this.state.config?.lang ?? 'ru', p.body);
      this.posted.add(p.clientId);
      this.think();
      return true;
    } catch (e) {
      return this.postFailed(p, e);
    }
  }

  private async postFailed(p: Pending, e: unknown): Promise<boolean> {
    const problem = e instanceof Problem ? e : new Problem(0, 'network');
    if (problem.status === 401) {
      await this.api.session(true).catch(() => undefined);
    }
    if (problem.status === 0 || problem.status === 401 || problem.status >= 500 || problem.status === 429) {
      this.later('pump', Math.max(1_500, problem.retryAfter * 1000), () => void this.pump());
      return false;
    }
    this.set({ pressed: '' });
    this.setPending(this.state.pending.map((x) => (x.clientId === p.clientId ? withState(x, 'failed', problem.code) : x)));
    return true;
  }

  /** think shows that the shop is at it when an answer takes longer than a blink. */
  private think(): void {
    if (this.state.status === 'open') return;
    this.later('think', thinkingAfter, () => {
      if (this.state.typing === null && this.lastIsMine()) this.showTyping('', thinkingLife);
    });
  }

  private lastIsMine(): boolean {
    const last = this.state.rows.at(-1);
    return this.state.pending.length > 0 || last?.author === 'contact';
  }

  private showTyping(line: string, life: number): void {
    this.set({ typing: line });
    this.later('typing', life, () => this.set({ typing: null }));
  }

  private async listen(): Promise<void> {
    if (this.stopped) return;
    const control = new AbortController();
    this.stopStream = control;
    const watch = () => this.later('silence', silentFor, () => control.abort());
    watch();
    try {
      await this.api.stream(this.state.rows.at(-1)?.seq ?? 0, {
        message: (row) => this.arrived(row),
        typing: (line) => this.showTyping(line, typingLife),
        status: (status) => this.set({ status }),
        ready: () => this.linked(),
        alive: watch,
      }, control.signal);
    } catch (e) {
      if (e instanceof Problem && e.status === 401) await this.api.session(true).catch(() => undefined);
    }
    if (this.stopStream === control && !this.stopped) this.reconnect();
  }

  private linked(): void {
    this.attempt = 0;
    this.cancel('offline');
    if (this.state.link !== 'online') this.set({ link: 'online', caughtUp: true });
    void this.pump();
  }

  private reconnect(): void {
    if (this.state.link === 'online') this.set({ link: 'connecting' });
    if (!this.cancels.has('offline') && this.state.link !== 'offline') {
      this.later('offline', sayOfflineAfter, () => this.set({ link: 'offline' }));
    }
    const wait = Math.min(10_000, 300 * 2 ** this.attempt++) * (0.75 + Math.random() / 2);
    this.later('reconnect', wait, () => void this.listen());
  }

  private arrived(row: Row): void {
    const pending = row.author === 'contact' ? this.state.pending.filter((p) => p.clientId !== row.id) : this.state.pending;
    if (row.id) this.posted.delete(row.id);
    const theirs = row.author !== 'contact';
    if (theirs) {
      this.cancel('typing');
      this.cancel('think');
    }
    this.set({ rows: merge(this.state.rows, [row]), pending, ...(theirs ? { typing: null, pressed: '' } : {}) });
    if (pending !== this.state.pending || !theirs) this.store(pending);
  }

  private setPending(pending: Pending[]): void {
    this.set({ pending });
    this.store(pending);
  }

  private keepKey(): string {
    return `prilavok.pending.${this.state.config?.account ?? ''}`;
  }

  private store(pending: Pending[]): void {
    try {
      this.keep?.setItem(this.keepKey(), JSON.stringify(pending));
    } catch {
      // no room in a private window: a reload then forgets what was not sent
    }
  }

  /** restore returns what a closed or reloaded page had not sent yet. */
  private restore(rows: Row[]): Pending[] {
    try {
      const kept = JSON.parse(this.keep?.getItem(this.keepKey()) ?? '[]') as Pending[];
      return kept.filter((p) => !rows.some((r) => r.id === p.clientId));
    } catch {
      return [];
    }
  }

  private later(name: string, ms: number, fn: () => void): void {
    this.cancel(name);
    this.cancels.set(name, this.clock.later(ms, () => {
      this.cancels.delete(name);
      if (!this.stopped) fn();
    }));
  }

  private cancel(name: string): void {
    this.cancels.get(name)?.();
    this.cancels.delete(name);
  }

  private set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const fn of this.listeners) fn();
  }
}

/** merge adds rows by their sequence number, in order, each once. */
export function merge(old: Row[], fresh: Row[]): Row[] {
  const last = old.at(-1)?.seq ?? 0;
  if (fresh.length === 1 && fresh[0] && fresh[0].seq > last) return [...old, fresh[0]];
  const bySeq = new Map([...old, ...fresh].map((r) => [r.seq, r]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

function withState(p: Pending, state: Pending['state'], reason?: string): Pending {
  const { clientId, body, at } = p;
  return reason ? { clientId, body, at, state, reason } : { clientId, body, at, state };
}

function newClientId(): string {
  const b = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(b, (x) => x.toString(16).padStart(2, '0')).join('');
}
