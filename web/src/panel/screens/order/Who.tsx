import { Button, Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Refusal } from '../../ui/Refusal';
import { Search } from '../../ui/Search';

/** Who chooses for whom an order is: somebody who has written to the shop, found by name or phone. */
export function Who({ id, choose }: { id: string | undefined; choose: (id: string | undefined) => void }) {
  const { t } = useLingui();
  const [search, setSearch] = useState('');
  const one = useQuery({ queryKey: keys.orders.contact(id ?? ''), queryFn: () => got(api.GET('/api/v1/contacts/{id}', { params: { path: { id: id! } } })), enabled: Boolean(id) });
  const found = useQuery({
    queryKey: keys.contacts.list({ search, who: true }),
    queryFn: () => got(api.GET('/api/v1/contacts', { params: { query: { search, limit: 8 } } })).then((p) => p.items ?? []),
    enabled: !id && search !== '',
  });
  if (id) {
    return (
      <Stack gap={4}>
        <Refusal error={one.error} />
        <Group justify="space-between">
          <Text fw={550}>{one.data?.name || one.data?.phone || (one.data ? <Trans>No name</Trans> : '…')}</Text>
          <Button size="compact-md" variant="default" onClick={() => choose(undefined)}>
            <Trans>Somebody else</Trans>
          </Button>
        </Group>
      </Stack>
    );
  }
  const people = found.data ?? [];
  return (
    <Stack gap="xs">
      <Search value={search} change={setSearch} label={t`Customer: name or phone`} />
      <Refusal error={found.error} />
      {search && found.data && people.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>Nobody with that name or phone has written to the shop yet.</Trans>
        </Text>
      )}
      {people.map((c) => (
        <Group key={c.id} justify="space-between" wrap="nowrap">
          <Text size="sm" truncate>
            {[c.name || (c.handles ?? []).map((h) => h.username && `@${h.username}`).find(Boolean) || t`No name`, c.phone].filter(Boolean).join(' · ')}
          </Text>
          <Button size="compact-md" variant="default" onClick={() => choose(c.id)}>
            <Trans>Choose</Trans>
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
