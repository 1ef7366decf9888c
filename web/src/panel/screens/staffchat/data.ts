import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';
import type { Text } from '../notices/words';

export type Chat = components['schemas']['StaffChat'];

/** useChat is the group of the staff; while a code is shown it is looked for, until somebody has said it there. */
export function useChat(looking: boolean) {
  return useQuery({ queryKey: keys.staffChat, queryFn: () => got(api.GET('/api/v1/staff-chat')), refetchInterval: looking ? 2500 : false });
}

/** useKinds are the notices of the staff, and switching one in all of its languages. */
export function useKinds() {
  const client = useQueryClient();
  const all = useQuery({ queryKey: keys.texts, queryFn: async () => (await got(api.GET('/api/v1/notice-texts'))).items ?? [] });
  const set = useMutation({
    mutationFn: async ({ texts, active }: { texts: Text[]; active: boolean }) => {
      for (const { event, audience, lang, body } of texts) await got(api.PUT('/api/v1/notice-texts', { body: { event, audience, lang, body, active } }));
    },
    onMutate: ({ texts, active }) => {
      const before = client.getQueryData<Text[]>(keys.texts);
      client.setQueryData<Text[]>(keys.texts, (list) => list?.map((x) => (texts.some((y) => y.event === x.event && y.audience === x.audience && y.lang === x.lang && y.channel === x.channel) ? { ...x, active } : x)));
      return before;
    },
    onError: (_, __, before) => client.setQueryData(keys.texts, before),
    onSettled: () => client.invalidateQueries({ queryKey: keys.texts }),
  });
  return { all, set };
}
