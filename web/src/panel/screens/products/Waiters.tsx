import { ActionIcon, Anchor, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import type { components } from '../../api/schema.gen';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Sheet } from '../../ui/Sheet';
import { done } from '../../ui/undo';
import { useList } from '../../ui/useList';
import { When } from '../../ui/When';

export type Awaited = components['schemas']['AwaitedGoods'];

/** Waiters is how many wait for a variant; a press shows who, where the reader may see customers. */
export function Waiters({ of }: { of: Awaited }) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const people = useMay('contacts:read');
  const count = <Plural value={of.waiting} one="# waits" other="# wait" />;
  if (!people) return count;
  return (
    <>
      <Button size="compact-md" variant="light" onClick={() => setOpened(true)} data-over>
        {count}
      </Button>
      <Sheet title={t`Who waits for ${of.sku}`} opened={opened} close={() => setOpened(false)} aside>
        {opened && <Who of={of} />}
      </Sheet>
    </>
  );
}

function Who({ of }: { of: Awaited }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const id = of.variant_id;
  const [remove, tell] = [useMay('contacts:write'), useMay('catalog:write')];
  const list = useList(keys.goods.waits({ variant: id }), (cursor) => got(api.GET('/api/v1/variants/{id}/waits', { params: { path: { id }, query: cursor ? { cursor } : {} } })));
  const fresh = () => client.invalidateQueries({ queryKey: keys.goods.all });
  const off = useMutation({
    mutationFn: (contact: string) => got(api.DELETE('/api/v1/variants/{id}/waits/{part}', { params: { path: { id, part: contact } } })),
    onSuccess: fresh,
  });
  const say = useMutation({
    mutationFn: () => got(api.POST('/api/v1/variants/{id}/waits/tell', { params: { path: { id } } })),
    onSuccess: async (r) => {
      done(t`Customers are being told: ${r.told}`);
      await fresh();
    },
  });
  const none = of.available === 0;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {none ? <Trans>The shop tells them itself, in turn, once pieces come: as many as there are pieces.</Trans> : <Trans>It can be had now: they can be told at once, in turn, as many as there are pieces.</Trans>}
      </Text>
      {tell && !none && (
        <Button loading={say.isPending} onClick={() => say.mutate()}>
          <Trans>Tell them now</Trans>
        </Button>
      )}
      <Refusal error={off.error ?? say.error ?? list.error} />
      {list.isPending && <Skeleton h={120} role="status" aria-label={t`Loading`} />}
      {list.rows.map((w) => (
        <Group key={w.contact_id} justify="space-between" wrap="nowrap" gap="xs">
          <div style={{ minWidth: 0 }}>
            <Anchor href={`#/customers/${w.contact_id}`} size="sm" fw={600} truncate display="block" lh="28px">
              {w.name || t`A customer without a name`}
            </Anchor>
            <Text size="xs" c="dimmed" lh="28px">
              <When at={w.since} />
              {w.conversation_id && (
                <>
                  {' · '}
                  <Anchor inherit underline="always" href={`#/inbox/${w.conversation_id}`} display="inline-block">{t`Conversation`}</Anchor>
                </>
              )}
            </Text>
          </div>
          {remove && (
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`Take off the list: ${w.name || w.contact_id}`} loading={off.isPending && off.variables === w.contact_id} onClick={() => off.mutate(w.contact_id)}>
              <IconX size={18} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      {list.more && (
        <Button variant="default" onClick={list.more}>
          <Trans>Show more</Trans>
        </Button>
      )}
      {list.isSuccess && list.rows.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>Nobody waits for it any more.</Trans>
        </Text>
      )}
    </Stack>
  );
}
