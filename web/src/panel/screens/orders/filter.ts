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
}

const text = (v: unknown): string | undefined => (typeof v === 'string' && v.trim() ? v : typeof v === 'number' ? String(v) : undefined);

const list = <T extends string>(v: unknown): T[] | undefined => {
  const all = (Array.isArray(v) ? v : [v]).filter((x): x is T => typeof x === 'string' && x !== '');
  return all.length ? all : undefined;
};

/** readFilter reads an address, whoever wrote it; what it does not know it leaves out. */
export function readFilter(search: Record<string, unknown>): Filter {
  const all = {
    search: text(search.search),
    status: list<OrderStatus>(search.status),
    payment_status: list<PaymentStatus>(search.payment_status),
    fulfillment_status: list<FulfillmentStatus>(search.fulfillment_status),
  };
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined)) as Filter;
}
