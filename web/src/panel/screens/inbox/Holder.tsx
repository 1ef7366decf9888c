import { Button, CloseButton, Group, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useMay, useMe } from '../../app/Guard';
import type { Conversation } from '../../api/desk';
import { Refusal } from '../../ui/Refusal';
import { When } from '../../ui/When';
import css from './Inbox.module.css';
import { ModeMenu } from './ModeMenu';
import type { Actions } from './useActions';
import { reasons } from './words';

/** Holder says who answers the customer now, and lets the operator change that. */
export function Holder({ c, actions }: { c: Conversation; actions: Actions }) {
  const { t, i18n } = useLingui();
  const me = useMe().member.id;
  const may = useMay('conversations:write');
  const mine = c.assignee?.id === me;
  const why = c.handoff_reason && reasons[c.handoff_reason];
  const take = (label: ReactNode, variant: 'filled' | 'light' = 'filled') => (
    <Button size="compact-sm" variant={variant} onClick={actions.take} loading={actions.busy}>
      {label}
    </Button>
  );
  const back = (
    <Button size="compact-sm" variant="light" onClick={() => actions.handBack()} loading={actions.busy}>
      <Trans>Hand back to the assistant</Trans>
    </Button>
  );
  const answers = {
    answer: <Trans key="p">The assistant answers. Write, and it is silent.</Trans>,
    draft: <Trans key="d">The assistant writes drafts, and you send them.</Trans>,
    off: <Trans key="x">You answer: the assistant is off.</Trans>,
  };
  const said: Record<Conversation['state'], [ReactNode, ReactNode]> = {
    pending: [answers[c.answers], take(<Trans>Take over</Trans>, 'light')],
    snoozed: [
      <Trans key="s">
        Put aside until <When at={c.snoozed_until ?? c.last_at} />. A message of the customer brings it back.
      </Trans>,
      <Button key="b" size="compact-sm" variant="light" onClick={actions.reopen} loading={actions.busy}>
        <Trans>Bring back now</Trans>
      </Button>,
    ],
    resolved: [<Trans key="r">Resolved. The customer's next message goes to the assistant.</Trans>, null],
    open: mine
      ? [<Trans key="m">You have this conversation: the assistant is silent.</Trans>, back]
      : c.assignee
        ? [<Trans key="o">{c.assignee.name} has this conversation: the assistant is silent.</Trans>, take(<Trans>Take over</Trans>, 'light')]
        : [<Trans key="n">A person is waited for: the assistant is silent.</Trans>, <Group key="g" gap={6}>{take(<Trans>Take over</Trans>)}{back}</Group>],
  };
  const [text, buttons] = said[c.state];
  return (
    <>
      <div className={css.holder}>
        <div role="status">
          <Text size="sm">{text}</Text>
          {why && c.state === 'open' && (
            <Text size="xs" c="dimmed">
              {i18n._(why)}
            </Text>
          )}
        </div>
        {may && (
          <Group gap={6} wrap="nowrap">
            {buttons}
            {c.state !== 'resolved' && <ModeMenu c={c} actions={actions} />}
          </Group>
        )}
      </div>
      {actions.error ? (
        <Group wrap="nowrap" align="start" gap={0}>
          <div style={{ flex: 1 }}>
            <Refusal error={actions.error} />
          </div>
          <CloseButton aria-label={t`Close`} onClick={actions.forget} />
        </Group>
      ) : null}
    </>
  );
}
