import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { desk, type Conversation, type Mode } from '../../api/desk';
import { keys } from '../../api/keys';
import { done } from '../../ui/undo';
import { told } from './useInbox';

/** useActions is what can be done with a conversation; what was done last can be taken back. */
export function useActions(id: string) {
  const { t } = useLingui();
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: (act: () => Promise<Conversation>) => act(),
    onSuccess: (c) => told(client, c),
    // Somebody else was faster: what is shown was not the truth any more.
    onError: () => void client.invalidateQueries({ queryKey: keys.desk.one(id) }),
  });
  const act = (what: () => Promise<Conversation>, after?: () => void) => run.mutate(what, { onSuccess: () => after?.() });
  return {
    busy: run.isPending,
    error: run.error,
    forget: run.reset,
    take: () => act(() => desk.take(id)),
    handBack: (note?: string) => act(() => desk.handBack(id, note), () => done(t`The assistant answers from the next message on.`, { label: t`Take over again`, run: () => act(() => desk.take(id)) })),
    assign: (member: string | null) => act(() => desk.assign(id, member)),
    snooze: (until: Date) => act(() => desk.snooze(id, until.toISOString()), () => done(t`Snoozed.`, { label: t`Undo`, run: () => act(() => desk.reopen(id)) })),
    resolve: () => act(() => desk.resolve(id), () => done(t`Resolved.`, { label: t`Undo`, run: () => act(() => desk.reopen(id)) })),
    mode: (mode: Mode | '') => act(() => desk.mode(id, mode)),
    reopen: () => act(() => desk.reopen(id)),
  };
}

export type Actions = ReturnType<typeof useActions>;
