import { queryOptions } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';

type Schemas = components['schemas'];
export type Method = Schemas['DeliveryMethod'];
export type Fields = Schemas['DeliveryFields'];
export type Zone = Schemas['Zone'];
export type Place = Schemas['Place'];
export type Rate = Schemas['Rate'];
export type Schedule = Schemas['Schedule'];
export type Window = Schemas['Window'];
export type Visit = Omit<Schemas['DeliveryVisitInBody'], '$schema' | 'method'>;

export const methods = queryOptions({
  queryKey: keys.delivery,
  queryFn: async () => (await got(api.GET('/api/v1/delivery-methods'))).items ?? [],
});

/** fieldsOf is a method without its id, and without what is not set. */
export function fieldsOf({ id: _, ...rest }: Method): Fields {
  return Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== null && v !== undefined)) as Fields;
}

/** placesOf are the points of a pickup, also where it has but one. */
export function placesOf(f: Fields): Place[] {
  const points = f.points ?? [];
  return points.length > 0 ? points : [f.place ?? { address: {} }];
}

/** withPlaces keeps a single point as the method's own place, unless customers know it as one of several. */
export function withPlaces(f: Fields, places: Place[]): Fields {
  const { place: _, points: __, ...rest } = f;
  const [only] = places;
  if (places.length === 1 && only && !only.id) return { ...rest, place: only };
  return { ...rest, points: places };
}

/** changed is a list with one item replaced in part. */
export function changed<T>(list: T[], i: number, part: Partial<T>): T[] {
  return list.map((x, at) => (at === i ? { ...x, ...part } : x));
}

/** without is a list less its item at i. */
export function without<T>(list: T[], i: number): T[] {
  return list.filter((_, at) => at !== i);
}

const said = (t: { ru?: string; en?: string }) => Boolean(t.ru?.trim() || t.en?.trim());

/** complete tells that a method has all that it needs to be stored, or shown to a customer. */
export function complete(f: Fields): boolean {
  const timed = (s: Schedule | undefined) => (s?.windows ?? []).every((w) => w.from && w.from < w.to);
  return said(f.title) && timed(f.schedule) && (f.zones ?? []).every((z) => said(z.title) && timed(z.schedule)) && (f.points ?? []).every((p) => said(p.address));
}

/** coordinates reads "57.7677, 40.9264"; null is no pair of them. */
export function coordinates(text: string): { lat: number; lon: number } | null {
  const m = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  const lat = Number(m?.[1]);
  const lon = Number(m?.[2]);
  return m && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}
