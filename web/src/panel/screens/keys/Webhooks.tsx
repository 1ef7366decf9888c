import { Button, Group, Stack, Switch, TagsInput, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';
import { Failed } from '../../ui/Failed';
import { Once } from '../../ui/Once';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../../ui/Section';

type Webhook = components['schemas']['Webhook'];

/** Webhooks are addresses that events are posted to. */
export function Webhooks() {
  const { t } = useLingui();
  const client = useQueryClient();
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<string[]>([]);
  const list = useQuery({ queryKey: keys.webhooks, queryFn: () => got(api.GET('/api/v1/webhooks')) });
  const fresh = () => client.invalidateQueries({ queryKey: keys.webhooks });
  const make = useMutation({
    mutationFn: () => got(api.POST('/api/v1/webhooks', { body: { url, ...(events.length ? { events } : {}) } })),
    onSuccess: async () => {
      setUrl('');
      setEvents([]);
      await fresh();
    },
  });
  const turn = useMutation({
    mutationFn: (w: Webhook) => got(api.PUT('/api/v1/webhooks/{id}', { params: { path: { id: w.id } }, body: { url: w.url, events: w.events ?? [], active: !w.active } })),
    onSettled: fresh,
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    make.mutate();
  };
  return (
    <Section title={t`Webhooks`} about={t`What happens in the shop is posted to these addresses, signed as Standard Webhooks says.`}>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="sm">
          <TextInput label={t`Address`} type="url" placeholder="https://crm.example.com/in" required flex="2 1 260px" value={url} onChange={(e) => setUrl(e.target.value)} />
          <TagsInput label={t`Events`} placeholder={events.length ? '' : t`all`} flex="1 1 180px" value={events} onChange={setEvents} data={['order.*', 'payment.*', 'conversation.*', 'fulfillment.*']} />
          <Button type="submit" loading={make.isPending}>
            <Trans>Add</Trans>
          </Button>
        </Group>
      </form>
      <Refusal error={make.error ?? turn.error} />
      {make.data?.secret && <Once label={t`The secret of the webhook`} value={make.data.secret} note={t`The other program checks signatures by it. It is shown only now.`} />}
      {list.error && <Failed error={list.error} again={() => void list.refetch()} />}
      {(list.data?.items ?? []).map((w) => (
        <Group key={w.id} justify="space-between" gap="xs" data-webhook>
          <Stack gap={0} miw={0} flex="1 1 220px">
            <Text style={{ overflowWrap: 'anywhere' }}>{w.url}</Text>
            <Text size="sm" c="dimmed">
              {w.events?.length ? w.events.join(', ') : t`all events`}
            </Text>
            {(w.reason || w.failing_since) && (
              <Text size="sm" c="var(--mantine-color-red-text)">
                {w.reason || t`does not answer`}
              </Text>
            )}
          </Stack>
          <Group gap="sm" wrap="nowrap">
            <Switch label={t`On`} aria-label={t`Post to ${w.url}`} checked={w.active} disabled={turn.isPending} onChange={() => turn.mutate(w)} />
            <Button variant="default" component={Link} to={`/keys/webhooks/${w.id}`}>
              <Trans>Deliveries</Trans>
            </Button>
          </Group>
        </Group>
      ))}
    </Section>
  );
}
