import { Button, Group, Text } from '@mantine/core';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

// What can be taken back, the oldest first: more than three at once, on a phone more than one, hide the page.
const told: string[] = [];

function makeRoom() {
  const most = matchMedia('(max-width: 48em)').matches ? 1 : 3;
  while (told.length > most) notifications.hide(told.shift() ?? '');
}

/** done tells of something that is done, with the way back instead of a question before it. */
export function done(message: ReactNode, undo?: { label: string; run: () => void }): void {
  // What can be undone stays until it is done with; of the others only the newest is told.
  const id = undo ? crypto.randomUUID() : 'told';
  if (!undo) notifications.hide(id);
  else told.push(id);
  makeRoom();
  const back = () => {
    notifications.hide(id);
    undo?.run();
  };
  notifications.show({
    id,
    autoClose: undo ? 8000 : 4000,
    withBorder: true,
    closeButtonProps: { 'aria-label': i18n._(msg`Close`) },
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        {undo && (
          <Button size="compact-sm" variant="light" style={{ flex: 'none' }} onClick={back}>
            {undo.label}
          </Button>
        )}
      </Group>
    ),
  });
}
