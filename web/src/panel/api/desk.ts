// The calls of the operators' inbox: conversations, what is said in them, who has them.
import { problemOf, Problem } from './problem';
import { session } from './session';

export type State = 'pending' | 'open' | 'snoozed' | 'resolved';
export type By = 'contact' | 'assistant' | 'operator' | 'system';
export type Delivery = 'queued' | 'sent' | 'delivered' | 'read' | 'failed' | 'held';

export interface Conversation {
  id: string;
  contact_id: string;
  name: string;
  channel: string;
  account_id: string;
  account_name: string;
  state: State;
  assignee?: { id: string; name: string };
  labels: string[] | null;
  unread: number;
  last_text: string;
  last_by: By;
  last_at: string;
  /** since when the customer waits for a person. */
  waiting_since?: string;
  /** until when the channel lets us answer. */
  window_until?: string;
  snoozed_until?: string;
  handoff_reason?: string;
  lang: string;
  revision: number;
  /** who answers by this conversation's own setting; empty: as the shop has set. */
  mode: Mode | '';
  answers: Mode;
  /** a draft of the assistant's waits, or is being written. */
  draft: boolean;
  found?: Found;
}

/** Found is the piece of a message in which words that were searched for stand. */
export interface Found {
  id: string;
  by: By;
  text: string;
  words: string[] | null;
  at: string;
}

export type Mode = 'answer' | 'draft' | 'off';

/** Proposal is what the assistant proposes to say. */
export interface Proposal {
  id: string;
  state: 'making' | 'ready' | 'failed';
  text: string;
  cards: Shown[] | null;
  would: string[] | null;
  by_model: boolean;
  why?: string;
}

export interface Media {
  id: string;
  kind: string;
  url: string;
  name?: string;
  size?: number;
  gone?: boolean;
  /** it is there, and this server does not give files out. */
  elsewhere?: boolean;
}

export interface Shown {
  product_id: string;
  title: string;
  price?: string;
  image?: string;
}

export interface Message {
  id: string;
  /** seq orders messages; notes and events have none. */
  seq?: number;
  direction: 'in' | 'out';
  by: By;
  author?: string;
  /** it was a draft of the assistant's, sent as it was or changed. */
  drafted?: 'as_is' | 'edited';
  text: string;
  quote?: string;
  buttons?: { text: string; url?: string }[] | null;
  cards?: Shown[] | null;
  media?: Media[] | null;
  state: Delivery;
  failure?: { code: string; detail: string };
  at: string;
  edited_at?: string;
  unsent: boolean;
  note: boolean;
  /** event is what happened to an order. */
  event?: { name: string; order_id: string; number?: string };
}

export interface Handoff {
  wants: string;
  cart: { title: string; quantity: number; total?: string }[] | null;
  tried: string[] | null;
  why: string;
  next: string;
  orders: { id: string; number: string; status?: string }[] | null;
}

export interface Canned {
  id: string;
  title: string;
  text: { ru?: string; en?: string };
  shortcut: string;
}

export interface Change {
  cursor: string;
  kind: string;
  conversation_id: string;
  order_id?: string;
}

export interface Page<T> {
  items: T[] | null;
  next: string;
}

export interface Query {
  state?: State[];
  channel?: string;
  assignee?: string;
  label?: string;
  unanswered?: boolean;
  draft?: boolean;
  search?: string;
  cursor?: string;
  limit?: number;
}

async function call<T>(method: string, path: string, body?: unknown, key = crypto.randomUUID() as string): Promise<T> {
  let response: Response;
  try {
    response = await globalThis.fetch(`${session.base()}/api/v1/${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        ...(await session.headers()),
        'Accept-Language': document.documentElement.lang || 'ru',
        ...(method === 'POST' ? { 'Idempotency-Key': key } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Problem(0, 'panel.offline', '');
  }
  if (response.status === 401) session.lost();
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

function asked(query: object): string {
  const set = Object.entries(query).filter(([, v]) => v !== undefined && v !== '');
  const text = new URLSearchParams(set.map(([k, v]) => [k, String(v)])).toString();
  return text && `?${text}`;
}

const of = (id: string) => `conversations/${encodeURIComponent(id)}`;
const act = (what: string) => (id: string, body: unknown = {}) => call<Conversation>('POST', `${of(id)}/${what}`, body);

export const desk = {
  list: (query: Query) => call<Page<Conversation>>('GET', `conversations${asked(query)}`),
  one: (id: string) => call<Conversation>('GET', of(id)),
  messages: (id: string, cursor = '') => call<Page<Message>>('GET', `${of(id)}/messages${asked({ cursor, limit: 50 })}`),
  /** say sends once, however often it is called with one client id. */
  say: (id: string, said: { text: string; client_id: string; product_ids?: string[]; draft_id?: string; force?: boolean }) => call<Message>('POST', `${of(id)}/messages`, said),
  note: (id: string, text: string, key: string) => call<Message>('POST', `${of(id)}/notes`, { text }, key),
  again: (id: string, message: string) => call<Message>('POST', `${of(id)}/messages/${encodeURIComponent(message)}/retry`, {}),
  take: (id: string) => act('take')(id),
  handBack: (id: string, note?: string) => act('hand-back')(id, note ? { note } : {}),
  assign: (id: string, member: string | null) => act('assign')(id, { member_id: member }),
  snooze: (id: string, until: string) => act('snooze')(id, { until }),
  resolve: (id: string) => act('resolve')(id),
  reopen: (id: string) => act('reopen')(id),
  read: (id: string) => act('read')(id),
  label: (id: string, labels: string[]) => call<Conversation>('PUT', `${of(id)}/labels`, { labels }),
  mode: (id: string, mode: Mode | '') => call<Conversation>('PUT', `${of(id)}/mode`, { mode }),
  proposal: async (id: string) => (await call<{ draft?: Proposal }>('GET', `${of(id)}/draft`)).draft ?? null,
  propose: (id: string) => call<Proposal>('POST', `${of(id)}/draft`, {}),
  dropProposal: (id: string, draft: string) => call<void>('DELETE', `${of(id)}/draft/${encodeURIComponent(draft)}`),
  handoff: (id: string) => call<Handoff>('GET', `${of(id)}/handoff`),
  canned: () => call<Page<Canned>>('GET', 'canned-replies'),
  keepCanned: ({ id, ...body }: Canned) => (id ? call<Canned>('PUT', `canned-replies/${encodeURIComponent(id)}`, body) : call<Canned>('POST', 'canned-replies', body)),
  dropCanned: (id: string) => call<void>('DELETE', `canned-replies/${encodeURIComponent(id)}`),
  changes: (after: string) => call<{ items: Change[] | null; next: string }>('GET', `changes${asked({ after, wait: 0 })}`),
  stream: (after: string) => `${session.base()}/api/v1/stream${asked({ after })}`,
};
