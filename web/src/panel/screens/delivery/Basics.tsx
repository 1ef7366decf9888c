import { Group, NumberInput, Select, Stack, Switch } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { Section } from '../settings/Section';
import { Texts, type ByLang } from '../settings/Texts';
import type { Fields } from './data';
import { Rates } from './Rates';
import { Sum } from './Sum';

/** Basics are the name of a method, its kind, what it costs and how long it takes. */
export function Basics({ f, languages, set }: { f: Fields; languages: ('ru' | 'en')[]; set: (part: Partial<Fields>) => void }) {
  const { t } = useLingui();
  const zoned = (f.zones ?? []).length > 0;
  const kinds = [
    { value: 'courier', label: t`courier` },
    { value: 'pickup', label: t`pickup` },
    { value: 'post', label: t`post` },
  ];
  return (
    <Section title={t`What customers read`}>
      <Stack gap="md">
        <Switch label={t`Offered to customers`} checked={f.active ?? false} onChange={(e) => set({ active: e.currentTarget.checked })} />
        <Texts label={t`Name`} required languages={languages} value={f.title as ByLang} change={(title) => set({ title })} />
        <Select label={t`Kind`} allowDeselect={false} data={kinds} value={f.kind} onChange={(v) => set({ kind: (v ?? 'courier') as Fields['kind'] })} />
        {!zoned && (
          <>
            {(f.rates ?? []).length === 0 && <Sum label={t`Price`} value={f.price} change={(price) => set({ price })} />}
            {f.kind !== 'pickup' && <Rates value={f.rates ?? []} change={(rates) => set({ rates })} />}
          </>
        )}
        <Group grow align="flex-start">
          {!zoned && <Sum label={t`Free from`} value={f.free_from} change={(free_from) => set({ free_from })} />}
          <Sum label={t`Offered from`} value={f.min_total} change={(min_total) => set({ min_total })} />
        </Group>
        <Group grow>
          <NumberInput label={t`Days, from`} min={0} allowDecimal={false} value={f.days_from || ''} onChange={(v) => set({ days_from: Number(v) || 0 })} />
          <NumberInput label={t`Days, to`} min={0} allowDecimal={false} value={f.days_to || ''} onChange={(v) => set({ days_to: Number(v) || 0 })} />
        </Group>
        <Texts label={t`Terms`} long languages={languages} value={(f.description ?? {}) as ByLang} change={(description) => set({ description })} />
      </Stack>
    </Section>
  );
}
