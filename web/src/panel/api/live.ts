// What changes in the shop, as it changes. A page in view hears a stream of server-sent
// events; a hidden one, and one whose server has no stream, asks now and then. Both go on
// from a cursor, so that nothing is missed between two connections.
import { desk, type Change } from './desk';
import { Problem } from './problem';
import { session } from './session';

export type Link = 'starting' | 'live' | 'polling' | 'away';

/** Heard is what has changed; null: too much is unknown, all that is shown is to be read anew. */
export type Heard = Change[] | null;

interface Options {
  changes: (after: string) => Promise<{ items: Change[] | null; next: string }>;
  /** open connects the stream after a cursor; null where it cannot be used. */
  open: (after: string) => EventSource | null;
  hidden: () => boolean;
  /** pauses between two looks, in ms: in view, hidden, and the longest after failures. */
  pauses: { seen: number; hidden: number; most: number };
}

const usual: Options = {
  changes: desk.changes,
  // Beside Supabase there is no stream, and an EventSource could not show who asks.
  open: (after) => (session.tokens() || typeof EventSource === 'undefined' ? null : new EventSource(desk.stream(after))),
  hidden: () => document.visibilityState === 'hidden',
  pauses: { seen: 2500, hidden: 10_000, most: 30_000 },
};

export class Live {
  private hearers = new Set<(heard: Heard) => void>();
  private watchers = new Set<() => void>();
  private users = 0;
  private cursor = '';
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private looking = false;
  private failures = 0;
  private stopped: AbortController | null = null;
  /** deaf streams opened and were closed by something between us and the server. */
  private deaf = 0;
  link: Link = 'starting';

  constructor(private o: Options = usual) {}

  /** start keeps the page up to date until what it answers is called. */
  start(): () => void {
    if (this.users++ === 0) this.begin();
    return () => {
      if (--this.users === 0) this.end();
    };
  }

  hear(hearer: (heard: Heard) => void): () => void {
    this.hearers.add(hearer);
    return () => this.hearers.delete(hearer);
  }

  /** watch and link are for useSyncExternalStore. */
  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  private begin(): void {
    this.stopped = new AbortController();
    const { signal } = this.stopped;
    addEventListener('online', this.anew, { signal });
    addEventListener('offline', this.gone, { signal });
    document.addEventListener('visibilitychange', this.anew, { signal });
    signal.addEventListener('abort', session.listen((present) => present && this.anew()));
    this.anew();
  }

  private end(): void {
    this.stopped?.abort();
    this.close();
  }

  private close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  private gone = (): void => this.be('away');

  /** anew connects again, with what was missed. */
  private anew = (): void => {
    this.close();
    this.failures = 0;
    this.connect();
  };

  private connect(): void {
    const source = this.o.hidden() || this.deaf > 2 ? null : this.o.open(this.cursor);
    if (!source) {
      void this.look();
      return;
    }
    this.source = source;
    let opened = false;
    source.onopen = () => {
      opened = true;
      this.deaf = 0;
      // What changed before the stream was there is asked for; what comes twice changes nothing.
      void this.look();
    };
    const on = (e: MessageEvent<string>) => this.take(e);
    for (const name of ['message', 'change']) source.addEventListener(name, on);
    source.onerror = () => {
      if (this.source !== source) return;
      const refused = !opened && source.readyState === EventSource.CLOSED;
      this.close();
      this.be('away');
      // Why a stream is refused is told to whoever asks without one.
      if (!refused) return this.later();
      this.deaf++;
      void this.look();
    };
    source.addEventListener('end', () => this.anew());
  }

  private take(e: MessageEvent<string>): void {
    let change: Change;
    try {
      change = JSON.parse(e.data) as Change;
    } catch {
      return; // no event of ours
    }
    this.cursor = e.lastEventId || change.cursor || this.cursor;
    this.tell([change]);
  }

  /** look asks what has changed since the cursor. */
  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const first = this.cursor === '';
      for (let more = true; more; ) {
        const { items, next } = await this.o.changes(this.cursor);
        more = !first && (items?.length ?? 0) > 0 && next !== this.cursor;
        this.cursor = next || items?.at(-1)?.cursor || this.cursor;
        if (!first && items?.length) this.tell(items);
      }
      if (first || this.failures > 0) this.tell(null);
      this.failures = 0;
      this.be(this.source ? 'live' : 'polling');
    } catch (e) {
      this.failures++;
      if (e instanceof Problem && e.status >= 400 && e.status < 500) this.tell(this.forget());
      this.be('away');
    } finally {
      this.looking = false;
    }
    if (!this.source || this.failures) this.later();
  }

  /** forget starts over from now: the server knows the cursor no longer. */
  private forget(): null {
    this.cursor = '';
    return null;
  }

  private later(): void {
    clearTimeout(this.timer);
    if (this.stopped?.signal.aborted) return;
    const { seen, hidden, most } = this.o.pauses;
    const pause = this.o.hidden() ? hidden : seen;
    this.timer = setTimeout(() => (this.source ? void this.look() : this.connect()), Math.min(most, pause * 2 ** Math.min(this.failures, 4)));
  }

  private be(link: Link): void {
    if (this.link === link) return;
    this.link = link;
    for (const w of this.watchers) w();
  }

  private tell(heard: Heard): void {
    for (const h of this.hearers) h(heard);
  }
}

/** live is the one of this page. */
export const live = new Live();
