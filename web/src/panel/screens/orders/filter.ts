import type { components, paths } from '../../api/schema.gen';

export type Order = components['schemas']['Order'];

type Query = NonNullable<paths['/api/v1/orders']['get']['parameters']['query']>;
type One<K extends 'status' | 'payment_status' | 'fulfillment_status'> = NonNullable<Query[K]>[number];
export type OrderStatus = One<'status'>;
export type PaymentStatus = One<'payment_status'>;
export type FulfillmentStatus = One<'fulfillment_status'>;

/** Filter is what stands in the address of the list, so that it can be sent and kept. */
export interface Filter {
  search?: string;
  status?: OrderStatus[];
  payment_status?: PaymentStatus[];
  fulfillment_status?: FulfillmentStatus[];
  source?: string[];
  payment_method?: string[];
  label?: string[];
  stage?: string;
  contact_id?: string;
  number?: string;
  owing?: true;
  owed?: true;
  lapsed?: true;
  short?: true;
  returning?: true;
  /** days, as "2026-11-26"; to is the last one that counts. */
  from?: string;
  to?: string;
}

/** View is how the orders are shown; it stands in the address too. */
export type View = 'list' | 'board' | 'money';

const text = (v: unknown): string | undefined => (typeof v === 'string' && v.trim() ? v : typeof v === 'number' ? String(v) : undefined);

const list = <T extends string>(v: unknown): T[] | undefined => {
  const all = (Array.isArray(v) ? v : [v]).filter((x): x is T => typeof x === 'string' && x !== '');
  return all.length ? all : undefined;
};

const day = (v: unknown): string | undefined => (typeof v === 'string' && /^\d{4}-\d\d-\d\d$/.test(v) && !Number.isNaN(Date.parse(v)) ? v : undefined);

const flag = (v: unknown): true | undefined => (v === true || v === 'true' ? true : undefined);

export const flags = ['owing', 'owed', 'lapsed', 'short', 'returning'] as const;

/** readFilter reads an address, whoever wrote it; what it does not know it leaves out. */
export function readFilter(search: Record<string, unknown>): Filter {
  const all = {
    search: text(search.search),
    status: list<OrderStatus>(search.status),
    payment_status: list<PaymentStatus>(search.payment_status),
    fulfillment_status: list<FulfillmentStatus>(search.fulfillment_status),
    source: list(search.source),
    payment_method: list(search.payment_method),
    label: list(search.label),
    stage: text(search.stage),
    contact_id: text(search.contact_id),
    number: text(search.number),
    from: day(search.from),
    to: day(search.to),
    ...Object.fromEntries(flags.map((k) => [k, flag(search[k])])),
  };
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined)) as Filter;
}

/** readView reads how the orders are shown. */
export function readView(search: Record<string, unknown>): View {
  return search.view === 'board' || search.view === 'money' ? search.view : 'list';
}

/** readSearch is the whole address of the list. */
export function readSearch(search: Record<string, unknown>): Filter & { view?: View } {
  const view = readView(search);
  return { ...readFilter(search), ...(view === 'list' ? {} : { view }) };
}

/** midnight is when a day begins in a zone, as an instant. */
export function midnight(date: string, zone: string): string {
  const utc = Date.parse(`${date}T00:00:00Z`);
  const offset = (at: number) => {
    const p = Object.fromEntries(
      new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
        .formatToParts(new Date(at))
        .map((x) => [x.type, Number(x.value)]),
    );
    return Date.UTC(p.year!, p.month! - 1, p.day, p.hour, p.minute, p.second) - at;
  };
  // Twice: the offset at the guess may be that of the other side of a clock change.
  return new Date(utc - offset(utc - offset(utc))).toISOString();
}

/** queryOf is what the API is asked for: days are the shop's, and the last one is whole. */
export function queryOf(f: Filter, zone: string): Query {
  const { from, to, ...rest } = f;
  const after = to && new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return { ...rest, ...(from ? { from: midnight(from, zone) } : {}), ...(after ? { to: midnight(after, zone) } : {}) };
}
