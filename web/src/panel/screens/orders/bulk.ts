import { api, got } from '../../api/client';
import type { components } from '../../api/schema.gen';
import type { Order } from './filter';

export type BulkAct = 'pack' | 'ship' | 'complete' | 'cancel';

type Parcel = components['schemas']['Fulfillment'];

/** Outcome is what became of one order of many. */
export interface Outcome {
  order: Order;
  error: unknown;
}

const path = (id: string) => ({ params: { path: { id } } });
const tagged = (o: Order) => ({ params: { path: { id: o.id }, header: { 'If-Match': `"${o.revision}"` } } });

async function ship(o: Order): Promise<void> {
  const parcels = (await got(api.GET('/api/v1/orders/{id}/fulfillments', path(o.id)))).items ?? [];
  let packed: Parcel[] = parcels.filter((p) => p.state === 'packed');
  if (packed.length === 0) packed = [await got(api.POST('/api/v1/orders/{id}/fulfillments', { ...path(o.id), body: {} }))];
  for (const p of packed) await got(api.POST('/api/v1/orders/{id}/fulfillments/{part}/ship', { params: { path: { id: o.id, part: p.id } }, body: {} }));
}

const acts: Record<BulkAct, (o: Order) => Promise<unknown>> = {
  pack: (o) => got(api.POST('/api/v1/orders/{id}/fulfillments', { ...path(o.id), body: {} })),
  ship,
  complete: (o) => got(api.POST('/api/v1/orders/{id}/complete', tagged(o))),
  cancel: (o) => got(api.POST('/api/v1/orders/{id}/cancel', tagged(o))),
};

/** runAll does the same to many orders, a few at a time; one that is refused holds up no other. */
export async function runAll(act: BulkAct, orders: Order[], told: (done: number) => void, one = acts[act]): Promise<Outcome[]> {
  const out: Outcome[] = [];
  const left = [...orders];
  const worker = async () => {
    for (let o = left.shift(); o; o = left.shift()) {
      const order = o;
      out.push(await one(order).then(() => ({ order, error: null }), (error: unknown) => ({ order, error })));
      told(out.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, orders.length) }, worker));
  return orders.map((o) => out.find((x) => x.order.id === o.id)!);
}
