import { desk, type Message } from '../../api/desk';
import { Problem } from '../../api/problem';
import { session } from '../../api/session';

/** Going is what an operator has sent and the server does not have for sure yet. */
export interface Going {
  /** client is the id by which the server knows it when it comes twice. */
  client: string;
  member: string;
  conversation: string;
  note: boolean;
  text: string;
  products?: string[];
  /** cards names the products, for people. */
  cards?: string[];
  /** proposal is the assistant's draft that it was made from. */
  proposal?: string;
  /** over: that draft was sent by a colleague, or is out of date. */
  over?: boolean;
  /** after is the newest message there was, by its id; an equal one behind it is this one. */
  after: string;
  at: string;
  /** waiting: for the network, the server or a sign-in; held: a colleague has the conversation. */
  state: 'sending' | 'waiting' | 'failed' | 'held';
  force?: boolean;
  tries: number;
  title?: string;
  /** holder is the colleague who has the conversation. */
  holder?: string;
}

type Words = Pick<Going, 'conversation' | 'note' | 'text' | 'after'> & Pick<Partial<Going>, 'products' | 'cards' | 'proposal'>;

interface Calls {
  say: typeof desk.say;
  note: typeof desk.note;
}

const prefix = 'prilavok.going.';
const tries = 4;
const pause = 3000; // ms between tries

/**
 * Outbox keeps what operators write until the server has it: in the browser's storage, so
 * that neither a reload nor an ended session loses a word. Each has an id of its own, by
 * which the server takes it once.
 */
export class Outbox {
  private all: Going[] = [];
  private views = new Map<string, Going[]>();
  private watchers = new Set<() => void>();
  private sending = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private member = '';
  /** sent is told what the server has made of it. */
  sent: (conversation: string, message: Message) => void = () => {};

  constructor(
    private storage: Storage,
    private calls: Calls = desk,
  ) {}

  /** open reads what an earlier page has left for this person, and goes on with it. */
  open(member: string): () => void {
    this.member = member;
    this.read();
    const on = new AbortController();
    addEventListener('online', () => this.go(), { signal: on.signal });
    addEventListener('storage', (e) => e.key?.startsWith(prefix) && this.read(), { signal: on.signal });
    const deaf = session.listen((present) => present && this.go());
    this.go();
    return () => {
      on.abort();
      deaf();
      clearTimeout(this.timer);
    };
  }

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** of lists what one conversation waits for, oldest first. */
  of(conversation: string): Going[] {
    let view = this.views.get(conversation);
    if (!view) this.views.set(conversation, (view = this.all.filter((g) => g.conversation === conversation)));
    return view;
  }

  put(words: Words): void {
    const g: Going = { ...words, client: crypto.randomUUID(), member: this.member, at: new Date().toISOString(), state: 'sending', tries: 0 };
    this.all.push(g);
    this.keep(g);
    this.go();
  }

  /** again tries what has failed; force: though a colleague has the conversation. What was a draft is one's own words then, if that draft is over. */
  again(client: string, force = false): void {
    const found = this.all.find((x) => x.client === client);
    if (!found) return;
    const { over, proposal, ...rest } = found;
    const g: Going = over || !proposal ? rest : { ...rest, proposal };
    this.keep({ ...g, state: 'sending', tries: 0, ...(force ? { force } : {}) });
    this.go();
  }

  drop(client: string): void {
    this.storage.removeItem(prefix + client);
    this.all = this.all.filter((g) => g.client !== client);
    this.changed();
  }

  /** go sends what can be sent: of each conversation one at a time, in the order it was written. */
  go(): void {
    clearTimeout(this.timer);
    const busy = new Set(this.all.filter((g) => this.sending.has(g.client)).map((g) => g.conversation));
    for (const g of this.all) {
      if (busy.has(g.conversation) || (g.state !== 'sending' && g.state !== 'waiting')) continue;
      busy.add(g.conversation);
      void this.send(g);
    }
  }

  private async send(g: Going): Promise<void> {
    this.sending.add(g.client);
    try {
      const said = { text: g.text, client_id: g.client, ...(g.products ? { product_ids: g.products } : {}), ...(g.proposal ? { draft_id: g.proposal } : {}), ...(g.force ? { force: true } : {}) };
      const message = await (g.note ? this.calls.note(g.conversation, g.text, g.client) : this.calls.say(g.conversation, said));
      this.sent(g.conversation, message);
      this.drop(g.client);
    } catch (e) {
      this.keep(failed(g, e));
    } finally {
      this.sending.delete(g.client);
    }
    const now = this.all.find((x) => x.client === g.client);
    if (now?.state !== 'waiting') return this.go();
    // What comes after it waits as well: the customer reads them in the order they were written.
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.go(), pause);
  }

  private read(): void {
    const found: Going[] = [];
    for (let i = 0; i < this.storage.length; i++) {
      const key = this.storage.key(i) ?? '';
      if (key.startsWith(prefix)) found.push(JSON.parse(this.storage.getItem(key) ?? '{}') as Going);
    }
    this.all = found.filter((g) => g.member === this.member).sort((a, b) => a.at.localeCompare(b.at));
    this.changed();
  }

  private keep(g: Going): void {
    this.storage.setItem(prefix + g.client, JSON.stringify(g));
    this.all = this.all.map((x) => (x.client === g.client ? g : x));
    this.changed();
  }

  private changed(): void {
    this.views.clear();
    for (const w of this.watchers) w();
  }
}

/** failed is what becomes of a message that was not taken: it waits where time helps. */
function failed(g: Going, e: unknown): Going {
  const next = { ...g, tries: g.tries + 1 };
  if (!(e instanceof Problem)) return { ...next, state: 'failed' };
  if (e.status === 0 || e.status === 401) return { ...next, state: 'waiting', tries: 0 };
  if ((e.status >= 500 || e.status === 429) && next.tries < tries) return { ...next, state: 'waiting' };
  if (e.code.startsWith('conversation.draft_')) return { ...next, state: 'failed', over: true, title: e.message };
  if (e.code !== 'conversation.held') return { ...next, state: 'failed', title: e.message };
  const holder = e.fields.find((f) => f.field === 'assignee.name')?.message;
  return { ...next, state: 'held', title: e.message, ...(holder ? { holder } : {}) };
}

/** pending are those that the messages, oldest first, do not show yet. */
export function pending(going: Going[], said: Message[]): Going[] {
  const claimed = new Set<string>();
  return going.filter((g) => {
    const since = said.findIndex((m) => m.id === g.after) + 1;
    const same = said.slice(since).find((m) => m.by === 'operator' && !claimed.has(m.id) && m.note === g.note && m.text.trim() === g.text.trim());
    if (!same || g.state === 'failed' || g.state === 'held') return true;
    claimed.add(same.id);
    return false;
  });
}

export const outbox = new Outbox(localStorage);
