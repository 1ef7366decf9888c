import { ActionIcon, Badge, Button, Group, Paper, Switch, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Status } from '../../ui/Status';
import { done } from '../../ui/undo';
import { Checked } from './Checked';
import { use, useOf, usePaying, type Account, type Provider } from './data';
import { stateOf, states } from './words';

interface Props {
  account: Account;
  kind: Provider;
  first: boolean;
  last: boolean;
  move: (by: 1 | -1) => void;
  open: (() => void) | undefined;
}

/** Row is one way to pay in the list: what it offers, how it stands, on or off. */
export function Row({ account: a, kind, first, last, move, open }: Props) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const may = useMay('settings:write');
  const name = kind.title[lang] ?? '';
  const turn = usePaying(
    (active: boolean) => use(a.id, { ...useOf(a), active }),
    (_, active) => done(active ? t`${name} is offered to customers` : t`${name} is switched off; links that are out can still be paid by`, { label: t`Undo`, run: () => turn.mutate(!active) }),
  );
  const names = (a.methods?.length ? a.methods : (kind.methods ?? []).map((m) => m.name)).map((m) => a.titles?.[m]?.[lang] || kind.methods?.find((x) => x.name === m)?.title[lang] || m);
  return (
    <Paper withBorder p="sm" component="article" aria-label={name}>
      <Group justify="space-between" gap="sm" align="flex-start">
        <div style={{ flex: '1 1 240px', minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={550}>{name}</Text>
            <Status word={stateOf(a)} of={states} />
            {a.playing && <Badge variant="default" tt="none">{t`a test: no money moves`}</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            {names.join(' · ')}
          </Text>
        </div>
        <Group gap={4}>
          {open && (
            <Button variant="default" onClick={open} aria-label={t`Set up ${name}`}>
              <Trans>Set up</Trans>
            </Button>
          )}
          {may && (
            <>
              <ActionIcon variant="subtle" color="gray" size="lg" style={{ visibility: first ? 'hidden' : 'visible' }} aria-label={t`${name}: earlier`} onClick={() => move(-1)}>
                <IconArrowUp size={18} aria-hidden />
              </ActionIcon>
              <ActionIcon variant="subtle" color="gray" size="lg" style={{ visibility: last ? 'hidden' : 'visible' }} aria-label={t`${name}: later`} onClick={() => move(1)}>
                <IconArrowDown size={18} aria-hidden />
              </ActionIcon>
            </>
          )}
        </Group>
      </Group>
      {open && (
        <Switch mt="xs" label={t`Offered to customers`} checked={a.active} disabled={turn.isPending || (!a.active && !a.whole)} onChange={(e) => turn.mutate(e.currentTarget.checked)} />
      )}
      {a.checked && !a.checked.ok && <Checked account={a} />}
      <Refusal error={turn.error} />
    </Paper>
  );
}
