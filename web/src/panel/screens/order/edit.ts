import type { Changes, Choice, Line, Order } from './data';

/** Delivery is a delivery that is chosen anew. */
export interface Delivery {
  method_id: string;
  zone_id?: string;
  point_id?: string;
  slot?: string;
  city?: string;
}

/**
 * Typed is what a person has typed into an edit: only what is to be other than the order,
 * so that it can be laid over an order that somebody else has changed meanwhile.
 */
export interface Typed {
  /** quantities by line number; 0 takes the line out. */
  quantity: Record<number, number>;
  added: { choice: Choice; quantity: number }[];
  delivery?: Delivery;
  address?: string;
  name?: string;
  phone?: string;
  comment?: string;
  why?: string;
}

export const untouched: Typed = { quantity: {}, added: [] };

type TextKey = 'address' | 'name' | 'phone' | 'comment';

/** textOf is a field of the order as it stands. */
export function textOf(o: Order, key: TextKey): string {
  if (key === 'address') return o.shipping.address ?? '';
  if (key === 'comment') return o.comment ?? '';
  return o.recipient[key];
}

/** changesOf is what the API is asked for; null when nothing would change. */
export function changesOf(o: Order, typed: Typed): Changes | null {
  const lines: NonNullable<Changes['lines']> = [];
  for (const l of o.lines ?? []) {
    const n = typed.quantity[l.line];
    if (n === undefined || n === l.quantity) continue;
    lines.push(n === 0 ? { line: l.line, remove: true } : { line: l.line, quantity: n });
  }
  for (const a of typed.added) lines.push({ variant_id: a.choice.variant_id, quantity: a.quantity });
  const out: Changes = {};
  if (lines.length) out.lines = lines;
  for (const key of ['address', 'name', 'phone', 'comment'] as const) {
    const v = typed[key];
    if (v !== undefined && v.trim() !== textOf(o, key)) out[key] = v.trim();
  }
  if (typed.delivery) out.delivery = typed.delivery;
  if (Object.keys(out).length === 0) return null;
  if (typed.why?.trim()) out.why = typed.why.trim();
  return out;
}

/** add puts a variant into an edit; one that is there already gets a piece more. */
export function add(o: { lines?: Line[] | null } | undefined, typed: Typed, choice: Choice): Typed {
  const line = (o?.lines ?? []).find((l) => l.variant_id === choice.variant_id);
  if (line) {
    const n = (typed.quantity[line.line] ?? line.quantity) + 1;
    return { ...typed, quantity: { ...typed.quantity, [line.line]: n } };
  }
  const had = typed.added.find((a) => a.choice.variant_id === choice.variant_id);
  if (!had) return { ...typed, added: [...typed.added, { choice, quantity: 1 }] };
  return { ...typed, added: typed.added.map((a) => (a === had ? { ...a, quantity: a.quantity + 1 } : a)) };
}

export type Differs = 'status' | 'payment' | 'parcels' | 'lines' | 'total' | 'address' | 'recipient' | 'comment' | 'stage';

const faces: Record<Differs, (o: Order) => unknown> = {
  status: (o) => o.status,
  payment: (o) => [o.payment_status, o.captured.amount, o.refunded.amount],
  parcels: (o) => [o.fulfillment_status, o.pieces],
  lines: (o) => (o.lines ?? []).map((l) => [l.line, l.variant_id, l.quantity, l.total.amount]),
  total: (o) => o.total.amount,
  address: (o) => o.shipping,
  recipient: (o) => o.recipient,
  comment: (o) => o.comment ?? '',
  stage: (o) => o.label ?? '',
};

/** differs names what somebody else has changed between two readings of an order. */
export function differs(was: Order, is: Order): Differs[] {
  return (Object.keys(faces) as Differs[]).filter((k) => JSON.stringify(faces[k](was)) !== JSON.stringify(faces[k](is)));
}
