import { Button, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../../app/Guard';
import { Sheet } from '../../ui/Sheet';
import { Section } from '../settings/Section';
import { Bot } from './Bot';
import { ConnectBot } from './ConnectBot';
import type { Channel } from './words';

/** Telegram is the shop's bots, and the way to connect one. */
export function Telegram({ bots }: { bots: Channel[] }) {
  const { t } = useLingui();
  const may = useMay('secrets:write');
  const [opened, setOpened] = useState(false);
  const first = bots.length === 0;
  return (
    <Section
      title="Telegram"
      about={t`Customers write to your bot; it sells, answers and takes orders.`}
      action={
        may && !first && (
          <Button variant="light" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpened(true)}>
            <Trans>Connect</Trans>
          </Button>
        )
      }
    >
      <Stack gap="md">
        {bots.map((b) => (
          <Bot key={b.id} channel={b} again={() => setOpened(true)} />
        ))}
        {first && (may ? <ConnectBot connected={() => undefined} /> : <Text c="dimmed">{t`No bot is connected. Only the owner connects one.`}</Text>)}
      </Stack>
      <Sheet title={t`Connect a Telegram bot`} opened={opened} close={() => setOpened(false)}>
        <ConnectBot connected={() => setOpened(false)} />
      </Sheet>
    </Section>
  );
}
