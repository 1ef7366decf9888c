import { Alert, Button, CloseButton, Group, List, Progress, Text } from '@mantine/core';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys';
import { useWords } from '../../ui/Refusal';
import { runAll, type BulkAct } from './bulk';
import type { Order } from './filter';

const names: Record<BulkAct, MessageDescriptor> = { pack: msg`Pack`, ship: msg`Ship`, complete: msg`Complete`, cancel: msg`Cancel` };

/** Bulk does one thing to all orders that are chosen, and tells what became of each. */
export function Bulk({ orders, clear }: { orders: Order[]; clear: () => void }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const [ended, setEnded] = useState(0);
  const [sure, setSure] = useState(false);
  const run = useMutation({
    mutationFn: (act: BulkAct) => (setEnded(0), setSure(false), runAll(act, orders, setEnded)),
    onSettled: () => client.invalidateQueries({ queryKey: keys.orders.all }),
  });
  const failed = (run.data ?? []).filter((x) => x.error);
  const fine = (run.data?.length ?? 0) - failed.length;
  return (
    <Alert color="counter" mb="xs" role="region" aria-label={t`Chosen orders`}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={550}>
          <Plural value={orders.length} one="# order is chosen" other="# orders are chosen" />
        </Text>
        <Group gap="xs">
          {(Object.keys(names) as BulkAct[])
            .filter((a) => a !== 'cancel')
            .map((a) => (
              <Button key={a} size="compact-md" variant="default" disabled={run.isPending} onClick={() => run.mutate(a)}>
                {i18n._(names[a])}
              </Button>
            ))}
          {sure ? (
            <Button size="compact-md" color="red" onClick={() => run.mutate('cancel')}>
              <Trans>Yes, cancel them all</Trans>
            </Button>
          ) : (
            <Button size="compact-md" variant="default" disabled={run.isPending} onClick={() => setSure(true)}>
              {i18n._(names.cancel)}
            </Button>
          )}
          <CloseButton aria-label={t`Choose none`} onClick={clear} />
        </Group>
      </Group>
      {run.isPending && <Progress mt="xs" value={(ended / orders.length) * 100} aria-label={t`How much is done`} />}
      {run.data && (
        <div role="status">
          <Text size="sm" mt="xs">
            <Plural value={fine} one="Done with # order." other="Done with # orders." />
          </Text>
          {failed.length > 0 && (
            <List size="sm" mt={4}>
              {failed.map((x) => (
                <List.Item key={x.order.id}>
                  <a href={`#/orders/${x.order.id}`}>{x.order.number}</a>: {words(x.error).title}
                </List.Item>
              ))}
            </List>
          )}
        </div>
      )}
    </Alert>
  );
}
