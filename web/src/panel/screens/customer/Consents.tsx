import { Group, Stack, Switch, Text } from '@mantine/core';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { api } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { When } from '../../ui/When';
import { Part, Read } from '../order/Part';
import { useAsk, useConsents } from './data';

type Topic = 'orders' | 'promo';

const topics: Record<Topic, MessageDescriptor> = { orders: msg`News of their orders`, promo: msg`Promotions and discounts` };

/** Consents are what a customer allowed; the last word counts. Every change is kept with who made it. */
export function Consents({ id }: { id: string }) {
  const { t, i18n } = useLingui();
  const may = useMay('contacts:write');
  const note = useAsk(({ topic, allowed }: { topic: Topic; allowed: boolean }) => api.POST('/api/v1/contacts/{id}/consents', { params: { path: { id } }, body: { topic, allowed } }), t`Noted`);
  return (
    <Part title={t`Consent`}>
      <Refusal error={note.error} />
      <Read of={useConsents(id)}>
        {(all) => (
          <Stack gap="xs">
            {(Object.keys(topics) as Topic[]).map((topic) => {
              const last = all.filter((c) => c.topic === topic && !c.channel).at(-1);
              const allowed = note.isPending && note.variables.topic === topic ? note.variables.allowed : (last?.allowed ?? topic === 'orders');
              return (
                <Group key={topic} justify="space-between" wrap="nowrap" mih={44}>
                  <div>
                    <Text size="sm">{i18n._(topics[topic])}</Text>
                    <Text size="xs" c="dimmed">
                      {last ? <When at={last.at} /> : <Trans>they have said nothing</Trans>}
                    </Text>
                  </div>
                  <Switch aria-label={i18n._(topics[topic])} checked={allowed} disabled={!may} onChange={(e) => note.mutate({ topic, allowed: e.currentTarget.checked })} />
                </Group>
              );
            })}
          </Stack>
        )}
      </Read>
    </Part>
  );
}
