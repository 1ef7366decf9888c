import { ActionIcon, Menu, Stack, Switch, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconAdjustments, IconBolt, IconKeyboard } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../../app/Guard';
import { setHabits, useHabits } from '../../app/habits';

import { Ready } from './Ready';

/** Settings are how a person likes the inbox on this device. */
export function Settings({ help }: { help: () => void }) {
  const { t } = useLingui();
  const habits = useHabits();
  const [ready, setReady] = useState(false);
  const may = useMay('conversations:write');
  const [refused, setRefused] = useState(false);
  const notify = async (on: boolean) => {
    const allowed = !on || (typeof Notification !== 'undefined' && (await Notification.requestPermission()) === 'granted');
    setRefused(!allowed);
    setHabits({ notify: on && allowed });
  };
  return (
    <>
      <Ready opened={ready} close={() => setReady(false)} />
      <Menu position="bottom-end" width={300} closeOnItemClick={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`How you like the inbox`}>
            <IconAdjustments size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown p="sm">
          <Stack gap="sm">
            <Switch label={t`Ctrl+Enter sends, Enter starts a new line`} checked={habits.ctrl} onChange={(e) => setHabits({ ctrl: e.currentTarget.checked })} />
            <Switch
              label={t`Notifications of the browser`}
              description={t`When a customer waits for a person and this page is not in view.`}
              checked={habits.notify}
              onChange={(e) => void notify(e.currentTarget.checked)}
            />
            {refused && (
              <Text size="xs" c="var(--mantine-color-red-text)" role="alert">
                {t`The browser does not allow it. Allow notifications for this page in its settings.`}
              </Text>
            )}
            <Switch label={t`Sound`} checked={habits.sound} onChange={(e) => setHabits({ sound: e.currentTarget.checked })} />
          </Stack>
          <Menu.Divider my="sm" />
          {may && (
            <Menu.Item mih={44} leftSection={<IconBolt size={16} aria-hidden />} closeMenuOnClick onClick={() => setReady(true)}>
              {t`Ready answers`}
            </Menu.Item>
          )}
          <Menu.Item mih={44} leftSection={<IconKeyboard size={16} aria-hidden />} closeMenuOnClick onClick={help}>
            {t`Keys`}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
