import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { done } from '../../ui/undo';

const path = (id: string) => ({ params: { path: { id } } });

export const useAddresses = (id: string) => useQuery({ queryKey: keys.contacts.part(id, 'addresses'), queryFn: () => got(api.GET('/api/v1/contacts/{id}/addresses', path(id))).then((p) => p.items ?? []) });
export const useConsents = (id: string) => useQuery({ queryKey: keys.contacts.part(id, 'consents'), queryFn: () => got(api.GET('/api/v1/contacts/{id}/consents', path(id))).then((p) => p.items ?? []) });
export const useJoins = (id: string) => useQuery({ queryKey: keys.contacts.part(id, 'joins'), queryFn: () => got(api.GET('/api/v1/contacts/{id}/joins', path(id))).then((p) => p.items ?? []) });
export const useTold = (id: string) => useQuery({ queryKey: keys.contacts.part(id, 'notices'), queryFn: () => got(api.GET('/api/v1/contacts/{id}/notices', path(id))).then((p) => p.items ?? []) });

const soon = 1500; // ms: what is asked for is done by the shop's queue a moment later

/** useAsk does something to a customer and reads what became of it, now and a moment later. */
export function useAsk<T>(run: (arg: T) => Promise<unknown>, said: string, after?: () => void) {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ predicate: (q) => q.queryKey[0] === 'contacts' || q.queryKey[0] === 'contact' || q.queryKey[0] === 'orders' });
  return useMutation({
    mutationFn: run,
    onSuccess: () => {
      done(said);
      after?.();
    },
    // What is seen stays as it was asked for until the server's own word is there.
    onSettled: () => {
      setTimeout(() => void again(), soon);
      return again();
    },
  });
}
