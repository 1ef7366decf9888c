import { Button, List, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { proved } from '../../api/prove';
import { Problem } from '../../api/problem';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';

/** form is what a token of @BotFather's looks like; the server knows whether it is one. */
const form = /^\s*\d+:[\w-]{4,}\s*$/;

/** ConnectBot connects a Telegram bot by the token that @BotFather gave, or gives a known bot a new one. */
export function ConnectBot({ connected }: { connected: (id: string, name: string) => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const connect = useMutation({
    // Secrets are for whoever has just shown who they are.
    mutationFn: () => proved(() => got(api.POST('/api/v1/channels/telegram', { body: { token } }))),
    onSuccess: async ({ id, name }) => {
      setToken('');
      await client.invalidateQueries({ queryKey: keys.channels });
      done(t`${name} is connected`);
      connected(id, name);
    },
  });
  const unknown = connect.error instanceof Problem && connect.error.code === 'telegram.token';
  const odd = token !== '' && !form.test(token);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!odd && token) connect.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={560}>
        <List type="ordered" size="sm" spacing={4}>
          <List.Item>
            <Trans>
              Open{' '}
              <a href="https://t.me/BotFather" target="_blank" rel="noreferrer">
                @BotFather
              </a>{' '}
              in Telegram and send it /newbot
            </Trans>
          </List.Item>
          <List.Item>
            <Trans>Give the bot a name and an address that ends in “bot”</Trans>
          </List.Item>
          <List.Item>
            <Trans>Copy the token that it answers with, and paste it here</Trans>
          </List.Item>
        </List>
        <TextInput
          label={t`Token of the bot`}
          description={t`It is kept sealed, and never shown again.`}
          placeholder="123456789:AAF…"
          autoComplete="off"
          spellCheck={false}
          value={token}
          error={odd ? t`A token looks like 123456789:AAF…: digits, a colon, letters` : unknown ? t`Telegram knows no such token: copy it whole, or take a new one from @BotFather` : undefined}
          onChange={(e) => (setToken(e.currentTarget.value), connect.reset())}
        />
        {!unknown && <Refusal error={connect.error} />}
        <Button type="submit" disabled={!token || odd} loading={connect.isPending} style={{ alignSelf: 'flex-start' }}>
          <Trans>Connect the bot</Trans>
        </Button>
        {connect.isPending && (
          <Text size="sm" c="dimmed">
            <Trans>Telegram is asked whose token it is…</Trans>
          </Text>
        )}
      </Stack>
    </form>
  );
}
