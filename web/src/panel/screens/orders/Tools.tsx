import { Group, MultiSelect } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { Search } from '../../ui/Search';
import { readFilter, type Filter } from './filter';
import { parcels, payment, status } from './words';

const groups = { status, payment_status: payment, fulfillment_status: parcels } as const;

/** Tools are the filters of the list; they write the address. */
export function Tools({ filter }: { filter: Filter }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const set = (change: Record<string, unknown>) => void navigate({ to: '/orders', search: readFilter({ ...filter, ...change }), replace: true });
  const names = { status: t`Order`, payment_status: t`Payment`, fulfillment_status: t`Delivery` };
  return (
    <Group gap="xs">
      <Search value={filter.search ?? ''} change={(search) => set({ search })} label={t`Name, number or phone`} />
      {(Object.keys(groups) as (keyof typeof groups)[]).map((key) => (
        <MultiSelect
          key={key}
          size="sm"
          miw={150}
          aria-label={names[key]}
          placeholder={filter[key]?.length ? '' : names[key]}
          data={Object.entries(groups[key]).map(([value, word]) => ({ value, label: i18n._(word.label) }))}
          value={filter[key] ?? []}
          onChange={(v) => set({ [key]: v })}
          clearable
        />
      ))}
    </Group>
  );
}
