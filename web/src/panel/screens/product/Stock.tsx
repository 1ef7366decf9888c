import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Refusal } from '../../ui/Refusal';
import { Sheet } from '../../ui/Sheet';
import { done } from '../../ui/undo';
import { When } from '../../ui/When';
import type { Line } from './draft';

const reasons: Record<string, MessageDescriptor> = {
  set: msg`Counted anew`,
  reserved: msg`Held for an order`,
  released: msg`Given back`,
  expired: msg`Held too long`,
  sold: msg`Sold`,
  returned: msg`Came back`,
  written_off: msg`Written off`,
  import: msg`Imported`,
};

/** Stock is how many pieces of a variant there are: counted anew here, with what has happened to them. */
export function Stock({ line, disabled }: { line: Line; disabled: boolean }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState<number | string>(line.on_hand);
  const id = line.id ?? '';
  const log = useQuery({ queryKey: keys.goods.log(id), enabled: opened, queryFn: () => got(api.GET('/api/v1/stock-log', { params: { query: { variant_id: id } } })) });
  const save = useMutation({
    mutationFn: () => got(api.PUT('/api/v1/variants/{id}/stock', { params: { path: { id }, header: { 'If-Match': '*' } as never }, body: { on_hand: Number(typed) } })),
    onSuccess: async () => {
      done(t`The stock is saved`);
      await client.invalidateQueries({ queryKey: keys.goods.all });
    },
  });
  const held = line.reserved;
  return (
    <>
      <Button variant="default" fw={500} onClick={() => setOpened(true)}>
        {line.tracked ? <Trans>Stock: {line.on_hand}</Trans> : <Trans>Stock</Trans>}
      </Button>
      <Sheet title={t`Stock of ${line.sku}`} opened={opened} close={() => setOpened(false)} aside>
        <Stack gap="sm">
          <Group align="end" gap="xs">
            <NumberInput label={t`Pieces there are`} flex={1} min={0} allowDecimal={false} disabled={disabled} value={typed} onChange={setTyped} />
            <Button loading={save.isPending} disabled={disabled || typed === '' || Number(typed) === line.on_hand} onClick={() => save.mutate()}>
              <Trans>Save</Trans>
            </Button>
          </Group>
          {held > 0 && (
            <Text size="sm" c="dimmed">
              <Trans>Of these, held for orders: {held}</Trans>
            </Text>
          )}
          <Refusal error={save.error ?? log.error} />
          {(log.data?.items ?? []).map((m) => (
            <Group key={m.id} justify="space-between" wrap="nowrap" gap="xs">
              <div>
                <Text size="sm">{reasons[m.reason] ? i18n._(reasons[m.reason]!) : m.reason}</Text>
                <Text size="xs" c="dimmed">
                  <When at={m.at} /> {m.holder?.startsWith('ord_') && <a href={`#/orders/${m.holder}`}>{t`Order`}</a>}
                </Text>
              </div>
              <Text size="sm" fw={600}>
                {signed(m.on_hand)}
                {m.reserved !== 0 && ` · ${t`held`} ${signed(m.reserved)}`}
              </Text>
            </Group>
          ))}
          {log.data?.items?.length === 0 && (
            <Text size="sm" c="dimmed">
              <Trans>Nothing has happened to it yet.</Trans>
            </Text>
          )}
        </Stack>
      </Sheet>
    </>
  );
}

const signed = (n: number) => (n > 0 ? `+${n}` : n < 0 ? `−${-n}` : '0');
