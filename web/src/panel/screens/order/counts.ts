import type { Line, Order, Parcel } from './data';

/** unpacked is how many pieces of a line no parcel holds yet. */
export function unpacked(line: Line, parcels: Parcel[]): number {
  const in_ = parcels.filter((p) => p.state !== 'canceled').flatMap((p) => p.lines ?? []);
  return line.quantity - in_.filter((x) => x.line === line.line).reduce((n, x) => n + x.quantity, 0);
}

/** returnable is how many pieces of a line have left and did not come back. */
export function returnable(order: Order, parcels: Parcel[], back: { state: string; lines: { line: number; quantity: number }[] | null }[]): Map<number, number> {
  const out = new Map<number, number>();
  const gone = parcels.filter((p) => p.state === 'shipped' || p.state === 'delivered').flatMap((p) => p.lines ?? []);
  const came = back.filter((r) => r.state !== 'refused' && r.state !== 'withdrawn').flatMap((r) => r.lines ?? []);
  const count = (list: { line: number; quantity: number }[], line: number) => list.filter((x) => x.line === line).reduce((n, x) => n + x.quantity, 0);
  for (const l of order.lines ?? []) out.set(l.line, Math.max(count(gone, l.line) - count(came, l.line), 0));
  return out;
}
