// The one place where keys of cached server data are made: a screen that changes something
// names here what it made stale.

type Filter = Record<string, unknown>;

export const keys = {
  me: ['me'] as const,
  state: ['auth-state'] as const,
  invitation: (token: string) => ['invitation', token] as const,
  settings: ['settings'] as const,
  today: ['today'] as const,
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
    of: (contact: string) => ['orders', 'of', contact] as const,
  },
  contacts: {
    list: (filter: Filter) => ['contacts', 'list', filter] as const,
    part: (id: string, part: string) => ['contacts', 'one', id, part] as const,
  },
  contact: (id: string) => ['contact', id] as const,
  products: ['products'] as const,
  goods: {
    all: ['goods'] as const,
    list: (filter: Filter) => ['goods', 'list', filter] as const,
    categories: ['goods', 'categories'] as const,
    one: (id: string) => ['goods', 'one', id] as const,
    log: (variant: string) => ['goods', 'log', variant] as const,
    waits: (filter: Filter) => ['goods', 'waits', filter] as const,
    imports: ['goods', 'imports'] as const,
  },
  promotions: {
    all: ['promotions'] as const,
    list: (filter: Filter) => ['promotions', 'list', filter] as const,
    one: (id: string) => ['promotions', 'one', id] as const,
  },
  members: ['members'] as const,
  desk: {
    all: ['desk'] as const,
    lists: ['desk', 'list'] as const,
    list: (filter: Filter) => ['desk', 'list', filter] as const,
    waiting: ['desk', 'waiting'] as const,
    one: (id: string) => ['desk', 'one', id] as const,
    messages: (id: string) => ['desk', 'messages', id] as const,
    part: (id: string, part: string) => ['desk', 'part', id, part] as const,
    canned: ['desk', 'canned'] as const,
  },
};
