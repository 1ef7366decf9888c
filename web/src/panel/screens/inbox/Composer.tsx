import { ActionIcon, Combobox, Group, SegmentedControl, Text, Textarea, useCombobox } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconSend } from '@tabler/icons-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useHabits } from '../../app/habits';
import { useMay, useMe } from '../../app/Guard';
import type { Conversation } from '../../api/desk';
import { Canned, useCanned } from './Canned';
import { FromDraft } from './FromDraft';
import { useDraft } from './kept';
import { outbox } from './outbox';
import { SendProduct } from './SendProduct';
import css from './Thread.module.css';
import { onPressed } from './useKeys';

interface Props {
  c: Conversation;
  /** last is the newest message that is known. */
  last: string;
}

/** Composer is where operators write: to the customer, or a note for colleagues. */
export function Composer({ c, last }: Props) {
  const { t } = useLingui();
  const { member } = useMe();
  const [draft, change] = useDraft(member.id, c.id);
  const { ctrl } = useHabits();
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useCombobox();
  const { found: canned, order } = useCanned(draft.note ? '' : draft.text, c);
  const listed = canned.length > 0;
  useEffect(() => {
    if (!listed) return box.closeDropdown();
    box.openDropdown();
    box.selectFirstOption();
  }, [listed, draft.text]);
  const write = (text: string) => {
    change({ text });
    field.current?.focus();
  };
  useEffect(() =>
    onPressed((what) => {
      if (what === 'resolve' || what === 'send') return;
      if (what === 'edit') return field.current?.focus();
      change({ note: what === 'note' });
      field.current?.focus();
    }),
  );
  const send = () => {
    const text = draft.text.trim();
    if (!text) return;
    const goods = draft.note ? [] : (draft.proposal?.products ?? []);
    outbox.put({
      conversation: c.id,
      note: draft.note,
      text,
      after: last,
      ...(draft.proposal && !draft.note ? { proposal: draft.proposal.id } : {}),
      ...(goods.length ? { products: goods.map((g) => g.id), cards: goods.map((g) => g.title) } : {}),
    });
    change({ text: '', proposal: undefined });
  };
  const keys = (e: KeyboardEvent) => {
    if (e.key === 'Escape') return field.current?.blur();
    if (e.key !== 'Enter' || e.shiftKey || e.nativeEvent.isComposing || box.dropdownOpened) return;
    if (ctrl !== (e.ctrlKey || e.metaKey)) return;
    e.preventDefault();
    send();
  };
  if (!useMay('conversations:write')) return null;
  return (
    <div className={css.composer} data-note={draft.note || undefined}>
      <Group gap="xs" justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={t`What you write`}
          value={draft.note ? 'note' : 'reply'}
          onChange={(v) => change({ note: v === 'note' })}
          data={[
            { value: 'reply', label: t`Answer` },
            { value: 'note', label: t`Note` },
          ]}
        />
        {!draft.note && <SendProduct c={c} last={last} />}
      </Group>
      {draft.proposal && !draft.note && <FromDraft proposal={draft.proposal} change={(proposal) => change({ proposal })} />}
      <Group gap="xs" align="end" wrap="nowrap">
        <Combobox store={box} position="top-start" onOptionSubmit={write}>
          <Combobox.Target>
            <Textarea
              ref={field}
              flex={1}
              autosize
              minRows={1}
              maxRows={8}
              maxLength={4000}
              aria-label={draft.note ? t`Note for colleagues` : t`Answer to the customer`}
              placeholder={draft.note ? t`The customer does not see notes` : t`Write an answer, / for a ready one`}
              value={draft.text}
              onChange={(e) => change({ text: e.target.value, ...(e.target.value ? {} : { proposal: undefined }) })}
              onKeyDown={keys}
              styles={{ input: { fontSize: 16 } }}
            />
          </Combobox.Target>
          <Combobox.Dropdown hidden={!listed}>
            <Combobox.Options aria-label={t`Ready answers`}>
              <Canned found={canned} order={order} c={c} />
            </Combobox.Options>
          </Combobox.Dropdown>
        </Combobox>
        <ActionIcon size={44} aria-label={draft.note ? t`Add the note` : t`Send`} disabled={!draft.text.trim()} onClick={send}>
          <IconSend size={20} aria-hidden />
        </ActionIcon>
      </Group>
      <Text size="xs" c="dimmed" visibleFrom="sm">
        {ctrl ? <Trans>Ctrl+Enter sends</Trans> : <Trans>Enter sends, Shift+Enter starts a new line</Trans>}
      </Text>
    </div>
  );
}
