// The one place where keys of cached server data are made: a screen that changes something
// names here what it made stale.

type Filter = Record<string, unknown>;

export const keys = {
  me: ['me'] as const,
  state: ['auth-state'] as const,
  invitation: (token: string) => ['invitation', token] as const,
  orders: {
    all: ['orders'] as const,
    list: (filter: Filter) => ['orders', 'list', filter] as const,
    one: (id: string) => ['orders', 'one', id] as const,
    part: (id: string, part: string) => ['orders', 'one', id, part] as const,
    count: (filter: Filter) => ['orders', 'count', filter] as const,
    problems: ['orders', 'problems'] as const,
    rules: ['order-rules'] as const,
    goods: (by: Filter) => ['order-goods', by] as const,
    staff: ['order-staff'] as const,
    contact: (id: string) => ['order-contact', id] as const,
    deliveries: ['order-deliveries'] as const,
  },
};
