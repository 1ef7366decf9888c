import { ActionIcon, Button, Text, Title } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowLeft, IconCheck, IconRotate, IconUserCircle } from '@tabler/icons-react';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMay } from '../../app/Guard';
import type { Conversation } from '../../api/desk';
import { Assign } from './Assign';
import { readFilter } from './filter';
import css from './Inbox.module.css';
import { Snooze } from './Snooze';
import type { Actions } from './useActions';
import { onPressed } from './useKeys';
import { channelWords } from './words';

/** Bar is whose conversation it is, and what can be done with it. */
export function Bar({ c, actions, aside }: { c: Conversation; actions: Actions; aside: (() => void) | undefined }) {
  const { t, i18n } = useLingui();
  const filter = readFilter(useSearch({ strict: false }));
  const may = useMay('conversations:write');
  const router = useRouter();
  const label = channelWords[c.channel]?.label ?? c.channel;
  const over = c.state === 'resolved';
  useEffect(() => onPressed((what) => what === 'resolve' && may && !over && actions.resolve()));
  return (
    <div className={css.bar}>
      <ActionIcon component="a" href={router.history.createHref(router.buildLocation({ to: '/inbox', search: filter }).href)} variant="subtle" color="gray" size={44} hiddenFrom="md" aria-label={t`Back to the list`}>
        <IconArrowLeft size={20} aria-hidden />
      </ActionIcon>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Title order={2} size="h5" lineClamp={1}>
          {c.name || t`Visitor`}
        </Title>
        <Text size="xs" c="dimmed" truncate>
          {[typeof label === 'string' ? label : i18n._(label), c.account_name].filter(Boolean).join(' · ')}
        </Text>
      </div>
      {may && (
        <>
          <Assign c={c} actions={actions} />
          <Snooze c={c} actions={actions} />
          {over ? (
            <Button variant="light" size="sm" leftSection={<IconRotate size={16} aria-hidden />} onClick={actions.reopen} loading={actions.busy}>
              <Trans>Open again</Trans>
            </Button>
          ) : (
            <Button variant="light" size="sm" px="xs" onClick={actions.resolve} loading={actions.busy} aria-label={t`Resolve`}>
              <IconCheck size={18} aria-hidden />
              <Text span visibleFrom="xl" ml={6} inherit>
                <Trans>Resolve</Trans>
              </Text>
            </Button>
          )}
        </>
      )}
      {aside && (
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={t`Customer`} onClick={aside}>
          <IconUserCircle size={22} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}
