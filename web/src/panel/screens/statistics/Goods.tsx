import { Button, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Money } from '../../ui/Money';
import { goodsOf } from './data';
import type { Filter } from './filter';
import { Part } from './Part';

const few = 10;

/** Goods are the best sellers, by revenue or by pieces. */
export function Goods({ filter }: { filter: Filter }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const [all, setAll] = useState(false);
  const read = useQuery(goodsOf(filter));
  const title = (x: { ru?: string; en?: string }) => (i18n.locale === 'en' ? x.en || x.ru : x.ru || x.en) || '–';
  const { best, ...rest } = filter;
  const by = (v: string) => void navigate({ to: '/statistics', search: { ...rest, ...(v === 'pieces' ? { best: v } : {}) }, replace: true });
  return (
    <Part title={t`Best sellers`} of={['sold']} report="goods" filter={filter} read={read} height={300}>
      {(r) => {
        const goods = r.goods ?? [];
        if (goods.length === 0) {
          return (
            <Text c="dimmed">
              <Trans>Nothing was sold in these days.</Trans>
            </Text>
          );
        }
        return (
          <Stack gap="xs">
            <SegmentedControl
              aria-label={t`What counts`}
              value={best ?? 'revenue'}
              onChange={by}
              data={[
                { value: 'revenue', label: t`By revenue` },
                { value: 'pieces', label: t`By pieces` },
              ]}
            />
            <Table tabularNums>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t`Product`}</Table.Th>
                  <Table.Th ta="end">{t`Pieces`}</Table.Th>
                  <Table.Th ta="end">{t`Revenue`}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {goods.slice(0, all ? goods.length : few).map((g) => (
                  <Table.Tr key={g.product_id + g.revenue.currency}>
                    <Table.Th scope="row" fw={400}>
                      {title(g.title)}
                    </Table.Th>
                    <Table.Td ta="end">{new Intl.NumberFormat(i18n.locale).format(g.pieces)}</Table.Td>
                    <Table.Td ta="end">
                      <Money sum={g.revenue} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {goods.length > few && !all && (
              <Button variant="subtle" onClick={() => setAll(true)}>
                <Plural value={goods.length - few} one="# more" few="# more" other="# more" />
              </Button>
            )}
          </Stack>
        );
      }}
    </Part>
  );
}
