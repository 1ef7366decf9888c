import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { proved } from '../../api/prove';
import type { components } from '../../api/schema.gen';

type Schemas = components['schemas'];
export type Provider = Schemas['PayProvider'];
export type Account = Schemas['PayAccount'];
export type Use = Schemas['PayUse'];
export type Receipt = Schemas['ReceiptRules'];

export const providers = queryOptions({
  queryKey: keys.paying.providers,
  queryFn: async () => (await got(api.GET('/api/v1/payment-providers'))).items ?? [],
  staleTime: Infinity,
});

export const accounts = queryOptions({
  queryKey: keys.paying.accounts,
  queryFn: async () => (await got(api.GET('/api/v1/payment-accounts'))).items ?? [],
});

const at = (id: string) => ({ params: { path: { id } } });

// Where money goes is changed by whoever has just shown who they are.
export const connect = (body: Schemas['PayConnect']) => proved(() => got(api.POST('/api/v1/payment-accounts', { body })));
export const rekey = (id: string, body: Schemas['KeysInBody']) => proved(() => got(api.PUT('/api/v1/payment-accounts/{id}/keys', { ...at(id), body })));
export const use = (id: string, body: Use) => proved(() => got(api.PUT('/api/v1/payment-accounts/{id}', { ...at(id), body })));
export const forget = (id: string) => proved(() => got(api.POST('/api/v1/payment-accounts/{id}/forget', at(id))));
export const notice = (id: string) => proved(() => got(api.GET('/api/v1/payment-accounts/{id}/notice-address', at(id))));
export const test = (id: string) => got(api.POST('/api/v1/payment-accounts/{id}/test', at(id)));
export const reorder = (ids: string[]) => got(api.PUT('/api/v1/payment-account-order', { body: { ids } }));

/** useOf is how an account is used, without what only the server says of it. */
export function useOf({ active, methods, two_stage, titles, details, receipt }: Account): Use {
  return { active, methods: methods ?? [], two_stage: two_stage ?? false, titles: titles ?? {}, ...(details ? { details } : {}), ...(receipt ? { receipt } : {}) };
}

/** usePaying changes something about ways to pay, and reads all that it made stale. */
export function usePaying<A, T>(run: (arg: A) => Promise<T>, after?: (got: T, arg: A) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: async (data, arg) => {
      await Promise.all([client.invalidateQueries({ queryKey: keys.paying.accounts }), client.invalidateQueries({ queryKey: keys.orders.rules })]);
      after?.(data, arg);
    },
  });
}
