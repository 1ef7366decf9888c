import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { api, got } from '../../api/client';
import type { components } from '../../api/schema.gen';
import type { Filter, Order } from './filter';

type Rules = components['schemas']['OrderRules'];

/** Column is a stage of the board. */
export interface Column {
  key: string;
  title: MessageDescriptor | { ru?: string; en?: string };
  filter: Filter;
  /** byHand: a stage of the shop's that people set. */
  byHand?: boolean;
}

/** ways are the columns of a shop that has no stages of its own, by what has happened. */
export const ways: Column[] = [
  { key: 'pay', title: msg`Wait for payment`, filter: { status: ['placed'], payment_status: ['not_paid', 'awaiting', 'partially_captured', 'canceled'], fulfillment_status: ['not_fulfilled', 'partially_fulfilled'] } },
  { key: 'pack', title: msg`To pack`, filter: { status: ['placed'], payment_status: ['captured', 'authorized', 'partially_refunded'], fulfillment_status: ['not_fulfilled', 'partially_fulfilled'] } },
  { key: 'packed', title: msg`Packed`, filter: { status: ['placed'], fulfillment_status: ['fulfilled'] } },
  { key: 'sent', title: msg`On its way`, filter: { status: ['placed'], fulfillment_status: ['shipped'] } },
  { key: 'arrived', title: msg`Delivered`, filter: { status: ['placed'], fulfillment_status: ['delivered'] } },
  { key: 'over', title: msg`Completed`, filter: { status: ['completed'] } },
];

/** columnsOf are the shop's own stages, where it has some. */
export function columnsOf(rules: Rules | undefined): Column[] {
  const own = rules?.stages ?? [];
  if (own.length === 0) return ways;
  return own.map((s) => ({ key: s.key, title: s.title, filter: { stage: s.key }, ...(s.by_hand ? { byHand: true } : {}) }));
}

// One step forward each: what the API allows from there.
const next: Record<string, string[]> = { pay: ['packed'], pack: ['packed'], packed: ['sent', 'arrived'], sent: ['arrived'], arrived: ['over'] };

/** targets are the columns that an order of a column can be moved to. */
export function targets(o: Order, from: Column, columns: Column[]): Column[] {
  if (columns === ways) return columns.filter((c) => next[from.key]?.includes(c.key));
  if (o.status !== 'placed' && o.status !== 'completed') return [];
  return columns.filter((c) => c.byHand && c.key !== o.label);
}

const parcelsOf = (id: string) => got(api.GET('/api/v1/orders/{id}/fulfillments', { params: { path: { id } } })).then((p) => p.items ?? []);

const parcel = (id: string, part: string) => ({ params: { path: { id, part } }, body: {} });

async function each(o: Order, states: string[], step: (part: string) => Promise<unknown>): Promise<void> {
  for (const p of await parcelsOf(o.id)) if (states.includes(p.state)) await step(p.id);
}

/** move brings an order to another column; what it answers takes that back, where it can be. */
export async function move(o: Order, to: Column): Promise<(() => Promise<unknown>) | null> {
  const stage = (key: string) => got(api.POST('/api/v1/orders/{id}/stage', { params: { path: { id: o.id } }, body: { key } }));
  if (to.byHand) {
    await stage(to.key);
    return () => stage(o.label ?? '');
  }
  switch (to.key) {
    case 'packed': {
      const made = await got(api.POST('/api/v1/orders/{id}/fulfillments', { params: { path: { id: o.id } }, body: {} }));
      return () => got(api.POST('/api/v1/orders/{id}/fulfillments/{part}/cancel', parcel(o.id, made.id)));
    }
    case 'sent':
      await each(o, ['packed'], (part) => got(api.POST('/api/v1/orders/{id}/fulfillments/{part}/ship', parcel(o.id, part))));
      return null;
    case 'arrived':
      await each(o, ['packed', 'shipped'], (part) => got(api.POST('/api/v1/orders/{id}/fulfillments/{part}/deliver', parcel(o.id, part))));
      return null;
    default:
      await got(api.POST('/api/v1/orders/{id}/complete', { params: { path: { id: o.id }, header: { 'If-Match': `"${o.revision}"` } } }));
      return null;
  }
}
