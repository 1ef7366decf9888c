import { ActionIcon, Menu } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconCheck, IconRobot } from '@tabler/icons-react';
import type { Conversation, Mode } from '../../api/desk';
import type { Actions } from './useActions';
import { modes } from './words';

const choices: (Mode | '')[] = ['', 'answer', 'draft', 'off'];

/** ModeMenu decides who answers this customer: as the shop has set, or otherwise. */
export function ModeMenu({ c, actions }: { c: Conversation; actions: Actions }) {
  const { t, i18n } = useLingui();
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <ActionIcon variant={c.mode ? 'light' : 'subtle'} color={c.mode ? 'violet' : 'gray'} size={30} aria-label={t`Who answers`} loading={actions.busy}>
          <IconRobot size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t`Who answers in this conversation`}</Menu.Label>
        {choices.map((m) => (
          <Menu.Item key={m} mih={44} aria-current={c.mode === m} rightSection={c.mode === m ? <IconCheck size={16} aria-hidden /> : null} onClick={() => actions.mode(m)}>
            {m ? i18n._(modes[m]) : t`As the shop has set`}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
