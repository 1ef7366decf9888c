// The one place where keys of cached server data are made: a screen that changes something
// names here what it made stale.

type Filter = Record<string, unknown>;

export const keys = {
  me: ['me'] as const,
  state: ['auth-state'] as const,
  invitation: (token: string) => ['invitation', token] as const,
  today: ['today'] as const,
  orders: {
    all: ['orders'] as const,
    list: (filter: Filter) => ['orders', 'list', filter] as const,
    one: (id: string) => ['orders', 'one', id] as const,
    part: (id: string, part: string) => ['orders', 'one', id, part] as const,
  },
};
