import { Button, Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';
import { When } from '../../ui/When';
import { NewKey } from './NewKey';

/** ApiKeys are what programs come in by. */
export function ApiKeys() {
  const { t } = useLingui();
  const client = useQueryClient();
  const list = useQuery({ queryKey: keys.apiKeys, queryFn: () => got(api.GET('/api/v1/api-keys')) });
  const revoke = useMutation({
    mutationFn: (id: string) => got(api.POST('/api/v1/api-keys/{id}/revoke', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.apiKeys }),
  });
  const all = list.data?.items ?? [];
  const good = all.filter((k) => !k.revoked_at);
  const ended = all.length - good.length;
  return (
    <Section title={t`API keys`} about={t`By a key a program reads and changes what you allow it.`}>
      <NewKey />
      <Refusal error={revoke.error} />
      {list.error && <Failed error={list.error} again={() => void list.refetch()} />}
      {good.map((k) => (
        <Group key={k.id} justify="space-between" wrap="nowrap" mih={44} data-key>
          <Described of={k} />
          <Button variant="subtle" color="red" disabled={revoke.isPending} onClick={() => revoke.mutate(k.id)} aria-label={t`Revoke ${k.name}`}>
            <Trans>Revoke</Trans>
          </Button>
        </Group>
      ))}
      {ended > 0 && (
        <Text size="sm" c="dimmed">
          <Trans>Revoked keys: {ended}</Trans>
        </Text>
      )}
    </Section>
  );
}

function Described({ of: k }: { of: components['schemas']['APIKey'] }) {
  return (
    <Stack gap={0} miw={0}>
      <Text truncate>
        {k.name} · {k.prefix}…
      </Text>
      <Text size="sm" c="dimmed">
        {k.last_used ? (
          <Trans>
            used <When at={k.last_used} />
          </Trans>
        ) : (
          <Trans>not used yet</Trans>
        )}
        {k.expires_at && (
          <>
            {' · '}
            <Trans>
              until <When at={k.expires_at} />
            </Trans>
          </>
        )}
      </Text>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {(k.scopes ?? []).join(', ')}
      </Text>
    </Stack>
  );
}
