import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay, useMe } from '../../app/Guard';
import { Money } from '../../ui/Money';
import { Refusal } from '../../ui/Refusal';
import { ByHand } from './ByHand';
import { FromFile } from './FromFile';
import { goods, mark, most, productOf, samples, type Row } from './goods';
import type { StepProps } from './Name';

type Way = 'hand' | 'file' | 'sample';

/** Goods gives the shop its first products: by hand, from a file, or samples. */
export function Goods({ done, busy }: StepProps) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const { currency } = useMe().shop;
  const may = useMay('catalog:write');
  const client = useQueryClient();
  const some = useQuery(goods);
  const [way, setWay] = useState<Way>('hand');
  const add = useMutation({
    mutationFn: async (rows: Row[]) => {
      // One after the other: where one is refused, those before it are there and are seen.
      for (const row of rows) await got(api.POST('/api/v1/products', { body: productOf(row, mark()) }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.products }),
  });
  const has = some.data ?? [];
  return (
    <Stack gap="md">
      {has.length > 0 && (
        <div>
          <Text fw={550}>
            {has.length < most ? <Plural value={has.length} one="# product is for sale" few="# products are for sale" other="# products are for sale" /> : <Trans>{most} products or more are for sale</Trans>}
          </Text>
          <Stack gap={2} component="ul" m={0} mt={4} p={0} style={{ listStyle: 'none' }}>
            {has.slice(0, 5).map((p) => (
              <Group key={p.id} component="li" gap="xs" wrap="nowrap" justify="space-between" maw={480}>
                <Text size="sm" truncate>
                  {p.title[lang] || p.title.ru || p.title.en}
                </Text>
                {p.variants?.[0] && <Money sum={p.variants[0].price} fz="sm" />}
              </Group>
            ))}
          </Stack>
        </div>
      )}
      {may && (
        <>
          <SegmentedControl
            aria-label={t`How to add goods`}
            maw={480}
            value={way}
            onChange={(v) => (setWay(v as Way), add.reset())}
            data={[
              { value: 'hand', label: t`By hand` },
              { value: 'file', label: t`From a file` },
              { value: 'sample', label: t`Samples` },
            ]}
          />
          {way === 'hand' && <ByHand key={has.length} add={(row) => add.mutate([row])} busy={add.isPending} />}
          {way === 'file' && <FromFile add={add.mutate} busy={add.isPending} />}
          {way === 'sample' && (
            <Stack gap="xs" align="flex-start">
              <Text size="sm">
                <Trans>Three things to try the shop with: tea, honey and a mug. Put them away once your own goods are in.</Trans>
              </Text>
              <Button variant="light" loading={add.isPending} onClick={() => add.mutate(samples(currency))}>
                <Trans>Add the samples</Trans>
              </Button>
            </Stack>
          )}
          <Refusal error={add.error} />
        </>
      )}
      <Group>
        <Button variant={has.length > 0 ? 'filled' : 'default'} disabled={has.length === 0 || add.isPending} loading={busy} onClick={done}>
          <Trans>Go on</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
