import type { Operation, Order, Parcel, Payment } from './data';

/** openEnd reports whether an operation of a kind is still under way. */
const under = (p: Payment, kind: Operation['kind']) => (p.operations ?? []).some((o) => o.kind === kind && o.state !== 'succeeded' && o.state !== 'failed');

/** left is what can still be given back of a payment, in minor units. */
export function left(p: Payment): number {
  const going = (p.operations ?? []).filter((o) => o.kind === 'refund' && o.state !== 'failed').reduce((n, o) => n + o.amount.amount, 0);
  return Math.max(p.captured.amount - Math.max(going, p.refunded.amount), 0);
}

/** byPeople is what people have given back of an order; the API counts it the same way. */
export function givenBack(all: Payment[], entries: { what: string; by: string; data: Record<string, unknown> }[]): number {
  const asked = new Set(entries.filter((e) => e.what === 'refund.created' && e.by === 'operator').map((e) => e.data.operation_id));
  return all.flatMap((p) => p.operations ?? []).reduce((n, o) => (asked.has(o.id) && o.state !== 'failed' ? n + o.amount.amount : n), 0);
}

/** Money says what can be done with a payment now; the API decides, this only draws. */
export function moves(p: Payment): { capture: boolean; void: boolean; refund: boolean } {
  return {
    capture: p.status === 'authorized' && p.held.amount > 0 && !under(p, 'capture') && !under(p, 'void'),
    void: ['created', 'pending', 'authorized'].includes(p.status) && !under(p, 'capture') && !under(p, 'void'),
    refund: left(p) > 0,
  };
}

/** steps says what can be done with an order now. */
export function steps(o: Order) {
  const standing = o.status === 'draft' || o.status === 'placed';
  const { ordered, packed, sent, arrived, returned } = o.pieces;
  return {
    place: o.status === 'draft',
    edit: standing,
    cancel: standing && sent === 0,
    complete: o.status === 'placed',
    pack: (o.status === 'placed' || o.status === 'completed') && packed < ordered,
    pay: o.status === 'placed' && o.balance.amount > 0,
    return: (o.status === 'placed' || o.status === 'completed') && (arrived > returned || sent > returned),
    stage: o.status === 'placed' || o.status === 'completed',
    hold: o.status === 'placed' && Boolean(o.lapsed_at),
  };
}

export function parcelSteps(p: Parcel) {
  return { ship: p.state === 'packed', deliver: p.state === 'packed' || p.state === 'shipped', cancel: p.state === 'packed' || p.state === 'shipped' };
}
