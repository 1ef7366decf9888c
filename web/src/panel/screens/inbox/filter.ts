import type { Conversation, Query, State } from '../../api/desk';

export const tabs = ['mine', 'unassigned', 'all', 'drafts', 'snoozed', 'resolved'] as const;
export type Tab = (typeof tabs)[number];

export const channels = ['telegram', 'instagram', 'webchat'] as const;

/** Filter is what stands in the address of the list. */
export interface Filter {
  tab?: Tab;
  channel?: string;
  label?: string;
  search?: string;
}

const text = (v: unknown): string | undefined => (typeof v === 'string' && v.trim() ? v : typeof v === 'number' ? String(v) : undefined);

/** readFilter reads an address, whoever wrote it; what it does not know it leaves out. */
export function readFilter(search: Record<string, unknown>): Filter {
  const all = {
    tab: tabs.find((t) => t === search.tab && t !== 'all'),
    channel: channels.find((c) => c === search.channel),
    label: text(search.label),
    search: text(search.search),
  };
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined)) as Filter;
}

const asked: Record<Tab, { state: State[]; assignee?: string; draft?: true }> = {
  mine: { state: ['open'], assignee: 'me' },
  unassigned: { state: ['open'], assignee: 'none' },
  all: { state: ['pending', 'open'] },
  drafts: { state: ['pending', 'open'], draft: true },
  snoozed: { state: ['snoozed'] },
  resolved: { state: ['resolved'] },
};

/** query is what the API is asked for a filter. */
export function query({ tab = 'all', ...rest }: Filter): Query {
  return { ...asked[tab], ...rest };
}

/** fits tells whether a conversation that has changed still belongs into the list; words searched for are the server's to judge. */
export function fits(filter: Filter, c: Conversation, me: string): boolean {
  const { state, assignee, draft } = asked[filter.tab ?? 'all'];
  return (
    state.includes(c.state) &&
    (assignee !== 'me' || c.assignee?.id === me) &&
    (assignee !== 'none' || !c.assignee) &&
    (!draft || c.draft) &&
    (!filter.channel || c.channel === filter.channel) &&
    (!filter.label || (c.labels ?? []).includes(filter.label))
  );
}
