import { Button, Checkbox, Drawer, Group, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { flags, type Filter } from './filter';
import { parcels, payment, sources, status } from './words';

const groups = { status, payment_status: payment, fulfillment_status: parcels, source: sources } as const;

const marks: Record<(typeof flags)[number], MessageDescriptor> = {
  owing: msg`The customer owes something`,
  owed: msg`The shop owes something back`,
  lapsed: msg`The goods are not held any more`,
  short: msg`Goods are missing`,
  returning: msg`A return is under way`,
};

interface Props {
  opened: boolean;
  close: () => void;
  filter: Filter;
  set: (change: Record<string, unknown>) => void;
}

/** Filters are all that orders can be narrowed by; each takes effect at once. */
export function Filters({ opened, close, filter, set }: Props) {
  const { t, i18n } = useLingui();
  const rules = useQuery({ queryKey: keys.orders.rules, queryFn: () => got(api.GET('/api/v1/order-rules')), staleTime: 60_000, enabled: opened });
  const names = { status: t`Order`, payment_status: t`Payment`, fulfillment_status: t`Delivery`, source: t`Where it came from` };
  const text = (x: { ru?: string; en?: string }) => (i18n.locale === 'en' ? x.en || x.ru : x.ru || x.en) ?? '';
  const stages = rules.data?.stages ?? [];
  const ways = rules.data?.ways ?? [];
  return (
    <Drawer opened={opened} onClose={close} position="right" title={t`Filters`} closeButtonProps={{ 'aria-label': t`Close` }}>
      <Stack>
        {(Object.keys(groups) as (keyof typeof groups)[]).map((key) => (
          <MultiSelect
            key={key}
            label={names[key]}
            data={Object.entries(groups[key]).map(([value, word]) => ({ value, label: i18n._(word.label) }))}
            value={filter[key] ?? []}
            onChange={(v) => set({ [key]: v })}
            clearable
          />
        ))}
        {ways.length > 0 && (
          <MultiSelect
            label={t`How it is paid`}
            data={ways.map((w) => ({ value: w.method, label: text(w.title) }))}
            value={filter.payment_method ?? []}
            onChange={(v) => set({ payment_method: v })}
            clearable
          />
        )}
        {stages.length > 0 && (
          <Select
            label={t`Stage`}
            data={stages.map((s) => ({ value: s.key, label: text(s.title) }))}
            value={filter.stage ?? null}
            onChange={(v) => set({ stage: v ?? undefined })}
            clearable
          />
        )}
        <Group grow>
          <TextInput type="date" label={t`Placed from`} value={filter.from ?? ''} onChange={(e) => set({ from: e.target.value })} />
          <TextInput type="date" label={t`to`} value={filter.to ?? ''} onChange={(e) => set({ to: e.target.value })} />
        </Group>
        {flags.map((f) => (
          <Checkbox key={f} label={i18n._(marks[f])} checked={filter[f] ?? false} onChange={(e) => set({ [f]: e.target.checked || undefined })} />
        ))}
        {filter.contact_id && (
          <Checkbox label={t`Of one customer`} checked onChange={() => set({ contact_id: undefined })} />
        )}
        <Button onClick={close}>
          <Trans>Show the orders</Trans>
        </Button>
      </Stack>
    </Drawer>
  );
}
