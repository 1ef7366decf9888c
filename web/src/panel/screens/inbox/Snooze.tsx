import { ActionIcon, Menu } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconAlarm } from '@tabler/icons-react';
import type { Conversation } from '../../api/desk';
import { when } from '../../ui/When';
import { until } from './until';
import type { Actions } from './useActions';

/** Snooze puts a conversation aside until a time; a new message brings it back earlier. */
export function Snooze({ c, actions }: { c: Conversation; actions: Actions }) {
  const { t, i18n } = useLingui();
  if (c.state === 'resolved') return null;
  const times = until(new Date());
  const names = { hour: t`In an hour`, evening: t`This evening`, tomorrow: t`Tomorrow morning`, monday: t`On Monday` };
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={t`Snooze`}>
          <IconAlarm size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t`Put aside until a time, or until the customer writes`}</Menu.Label>
        {times.map(({ key, at }) => (
          <Menu.Item key={key} onClick={() => actions.snooze(at)} rightSection={when(at, new Date(), i18n.locale)}>
            {names[key]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
