import { Group, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { name } from '../products/filter';
import { Waiters } from '../products/Waiters';
import { Part } from './Part';

/** Awaited is who waits for the product to be had again, by variant; nothing where nobody does. */
export function Awaited({ product }: { product: string }) {
  const { t, i18n } = useLingui();
  const list = useQuery({ queryKey: keys.goods.waits({ product }), queryFn: () => got(api.GET('/api/v1/stock-waits', { params: { query: { product_id: product, limit: 100 } } })) });
  const rows = list.data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <Part title={t`Who waits for it`}>
      {rows.map((r) => (
        <Group key={r.variant_id} justify="space-between" gap="xs" wrap="nowrap">
          <Text size="sm">{name(r.options, i18n.locale) || r.sku}</Text>
          <Waiters of={r} />
        </Group>
      ))}
    </Part>
  );
}
