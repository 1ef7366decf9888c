import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLingui } from '@lingui/react/macro';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';
import { useMay } from '../../app/Guard';
import { done } from '../../ui/undo';

type Schemas = components['schemas'];
export type Order = Schemas['Order'];
export type Line = Schemas['OrderLine'];
export type Payment = Schemas['Payment'];
export type Operation = Schemas['Operation'];
export type Parcel = Schemas['Fulfillment'];
export type Return = Schemas['Return'];
export type Shortfall = Schemas['Shortfall'];
export type Entry = Schemas['Entry'];
export type Notice = Schemas['Notice'];
export type Choice = Schemas['Choice'];
export type Changes = Schemas['Changes'];
export type Rules = Schemas['OrderRules'];

/** tag is the ETag of what was read: the server makes it of the revision. */
export const tag = (o: Order): string => `"${o.revision}"`;

const fresh = 20_000; // ms between looks at an order that is open

export function useOrder(id: string) {
  return useQuery({
    queryKey: keys.orders.one(id),
    queryFn: () => got(api.GET('/api/v1/orders/{id}', { params: { path: { id } } })),
    refetchInterval: fresh,
  });
}

const path = (id: string) => ({ params: { path: { id } } });

// Each part of an order's page is read by itself, so that one that fails leaves the others.
const parts = {
  fulfillments: (id: string) => got(api.GET('/api/v1/orders/{id}/fulfillments', path(id))).then((p) => p.items ?? []),
  shortfalls: (id: string) => got(api.GET('/api/v1/orders/{id}/shortfalls', path(id))).then((p) => p.items ?? []),
  returns: (id: string) => got(api.GET('/api/v1/orders/{id}/returns', path(id))).then((p) => p.items ?? []),
  payments: (id: string) => got(api.GET('/api/v1/orders/{id}/payments', path(id))).then((p) => p.items ?? []),
  timeline: (id: string) => got(api.GET('/api/v1/orders/{id}/timeline', path(id))).then((p) => p.items ?? []),
  notices: (id: string) => got(api.GET('/api/v1/orders/{id}/notices', path(id))).then((p) => p.items ?? []),
  problems: (id: string) => got(api.GET('/api/v1/payment-problems', { params: { query: { order_id: id } } })).then((p) => p.items ?? []),
};

type Parts = typeof parts;

/** usePart reads one part of an order's page; revision makes it new whenever the order is. */
export function usePart<K extends keyof Parts>(id: string, part: K, enabled = true) {
  return useQuery<Awaited<ReturnType<Parts[K]>>>({
    queryKey: keys.orders.part(id, part),
    queryFn: () => parts[part](id) as ReturnType<Parts[K]> as Promise<Awaited<ReturnType<Parts[K]>>>,
    refetchInterval: fresh,
    enabled,
  });
}

export function useRules() {
  return useQuery({ queryKey: keys.orders.rules, queryFn: () => got(api.GET('/api/v1/order-rules')), staleTime: 60_000 });
}

export function useGoods(ids: string[]) {
  const { i18n } = useLingui();
  const may = useMay('catalog:read');
  return useQuery({
    queryKey: keys.orders.goods({ ids }),
    queryFn: () => got(api.GET('/api/v1/variants', { params: { query: { ids, lang: i18n.locale as 'ru' | 'en' } } })).then((p) => p.items ?? []),
    enabled: may && ids.length > 0,
    staleTime: 60_000,
  });
}

/** useAct is something done to an order: what it changed is read anew, wherever it is shown. */
export function useAct<V = void, R = unknown>(act: (v: V) => Promise<R>, said?: (r: R, v: V) => { message: string; undo?: { label: string; run: () => void } } | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (r, v) => {
      const words = said?.(r, v);
      if (words) done(words.message, words.undo);
    },
    // After a refusal too: it may be so because the page is old.
    onSettled: () => client.invalidateQueries({ queryKey: keys.orders.all }),
  });
}

/** text picks the language of the page, else the other. */
export function text(t: { ru?: string; en?: string } | undefined, lang: string): string {
  return (lang === 'en' ? t?.en || t?.ru : t?.ru || t?.en) ?? '';
}
