import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPencil, IconRefresh, IconSend, IconSparkles, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useMay, useMe } from '../../app/Guard';
import { desk, type Conversation, type Proposal } from '../../api/desk';
import { keys } from '../../api/keys';
import { Refusal } from '../../ui/Refusal';
import { setDraft, useDraft } from './kept';
import { outbox } from './outbox';
import { ProposedWords } from './ProposedWords';
import css from './Thread.module.css';
import { onPressed } from './useKeys';

/** Proposed is the assistant's draft of the next answer: a person sends it, changes it or drops it. */
export function Proposed({ c, last }: { c: Conversation; last: string }) {
  const { t } = useLingui();
  const may = useMay('conversations:write');
  const { member } = useMe();
  const client = useQueryClient();
  const key = keys.desk.part(c.id, 'draft');
  const waits = useQuery({ queryKey: key, queryFn: () => desk.proposal(c.id), enabled: c.draft });
  const changed = () => Promise.all([client.invalidateQueries({ queryKey: key }), client.invalidateQueries({ queryKey: keys.desk.one(c.id) }), client.invalidateQueries({ queryKey: keys.desk.lists })]);
  const gone = () => client.setQueryData(key, null);
  const ask = useMutation({ mutationFn: () => desk.propose(c.id), onSuccess: (p) => client.setQueryData(key, p), onSettled: changed });
  const drop = useMutation({ mutationFn: (p: Proposal) => desk.dropProposal(c.id, p.id), onMutate: gone, onSettled: changed });
  const p = c.draft ? waits.data : null;
  const [taken] = useDraft(member.id, c.id);
  const send = (d: Proposal) => {
    const cards = d.cards ?? [];
    outbox.put({ conversation: c.id, note: false, text: d.text, after: last, proposal: d.id, ...(cards.length ? { products: cards.map((x) => x.product_id), cards: cards.map((x) => x.title) } : {}) });
    gone();
  };
  const edit = (d: Proposal) => setDraft(member.id, c.id, { text: d.text, note: false, proposal: { id: d.id, products: (d.cards ?? []).map((x) => ({ id: x.product_id, title: x.title })) } });
  useEffect(() =>
    onPressed((what) => {
      if (!may) return;
      if (what === 'edit' && p?.state === 'ready') edit(p);
      else if (what === 'edit' && !c.draft) ask.mutate();
      else if (what === 'send' && p?.state === 'ready') send(p);
    }),
  );
  if (!may || c.state === 'resolved') return null;
  if (!p || taken.proposal?.id === p.id) {
    return (
      <div className={css.proposed} data-empty>
        {!c.draft && (
          <Button size="compact-sm" variant="subtle" leftSection={<IconSparkles size={15} aria-hidden />} loading={ask.isPending} onClick={() => ask.mutate()}>
            <Trans>Ask for a draft</Trans>
          </Button>
        )}
        <Refusal error={ask.error ?? drop.error} />
      </div>
    );
  }
  return (
    <section className={css.proposed} aria-live="polite">
      <Text size="xs" fw={600} c="dimmed">
        <Trans>The assistant proposes</Trans>
      </Text>
      <ProposedWords p={p} />
      <Refusal error={ask.error ?? drop.error} />
      <Group gap={6}>
        {p.state === 'ready' && (
          <>
            <Button size="compact-sm" leftSection={<IconSend size={15} aria-hidden />} onClick={() => send(p)}>
              <Trans>Send as it is</Trans>
            </Button>
            <Button size="compact-sm" variant="light" leftSection={<IconPencil size={15} aria-hidden />} onClick={() => edit(p)}>
              <Trans>Change</Trans>
            </Button>
          </>
        )}
        <span style={{ flex: 1 }} />
        {p.state !== 'making' && (
          <ActionIcon size={34} variant="subtle" loading={ask.isPending} aria-label={t`Write another`} onClick={() => ask.mutate()}>
            <IconRefresh size={18} aria-hidden />
          </ActionIcon>
        )}
        <ActionIcon size={34} variant="subtle" color="gray" aria-label={t`Drop the draft`} onClick={() => drop.mutate(p)}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </section>
  );
}
