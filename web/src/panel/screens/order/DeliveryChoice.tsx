import { Group, Select, Stack, TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { slot } from './Customer';
import { text, type Order } from './data';
import type { Delivery } from './edit';

interface Props {
  order?: Order;
  value: Delivery | undefined;
  change: (value: Delivery | undefined) => void;
}

/** DeliveryChoice chooses how the goods go, where to, and when. */
export function DeliveryChoice({ order, value, change }: Props) {
  const { t, i18n } = useLingui();
  const may = useMay('delivery:read');
  const all = useQuery({ queryKey: keys.orders.deliveries, queryFn: () => got(api.GET('/api/v1/delivery-methods')).then((p) => p.items ?? []), enabled: may, staleTime: 60_000 });
  const methods = (all.data ?? []).filter((m) => m.active);
  const method = methods.find((m) => m.id === (value?.method_id ?? order?.shipping.method_id));
  const slots = useQuery({
    queryKey: [...keys.orders.deliveries, method?.id, value?.zone_id],
    queryFn: () =>
      got(api.GET('/api/v1/delivery-methods/{id}/slots', { params: { path: { id: method!.id }, query: value?.zone_id ? { zone_id: value.zone_id } : {} } })).then((p) => p.items ?? []),
    enabled: may && Boolean(value && method),
  });
  if (methods.length === 0) return all.isLoading ? <Select label={t`Delivery`} disabled data={[]} /> : null;
  const set = (more: Partial<Delivery>) => change({ ...(value ?? { method_id: method?.id ?? '' }), ...more });
  const zones = method?.zones ?? [];
  const points = method?.points ?? [];
  const named = (list: { id?: string; title?: { ru?: string; en?: string } }[]) => list.flatMap((x) => (x.id ? [{ value: x.id, label: text(x.title, i18n.locale) || x.id }] : []));
  return (
    <Stack gap="xs">
      <Select
        label={t`Delivery`}
        data={methods.map((m) => ({ value: m.id, label: text(m.title, i18n.locale) }))}
        value={value?.method_id ?? order?.shipping.method_id ?? null}
        onChange={(id) => change(id && id !== order?.shipping.method_id ? { method_id: id } : undefined)}
        allowDeselect={false}
      />
      {value && (
        <Group grow align="flex-start">
          {zones.length > 0 && (
            <Select label={t`Zone`} data={named(zones)} value={value.zone_id ?? null} onChange={(v) => set(v ? { zone_id: v } : {})} />
          )}
          {points.length > 0 && (
            <Select label={t`Pickup point`} data={named(points)} value={value.point_id ?? null} onChange={(v) => set(v ? { point_id: v } : {})} />
          )}
          {(slots.data ?? []).length > 0 && (
            <Select
              label={t`Time`}
              data={(slots.data ?? []).map((s) => ({ value: s.key, label: slot(s.key, i18n.locale), disabled: s.left === 0 }))}
              value={value.slot ?? null}
              onChange={(v) => set(v ? { slot: v } : {})}
              clearable
            />
          )}
          {method?.kind !== 'pickup' && <TextInput label={t`City`} value={value.city ?? ''} onChange={(e) => set({ city: e.target.value })} maxLength={200} />}
        </Group>
      )}
    </Stack>
  );
}
