import { Button, Checkbox, Group, MultiSelect, Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMe } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { Sheet } from '../../ui/Sheet';
import { done } from '../../ui/undo';
import { choices, useCategories } from '../products/useCategories';
import { draftOf, fieldsOf, kinds, type Draft, type Kind, type Promotion } from './promotion';

/** Edit is one promotion while it is written. */
export function Edit({ promotion: p, close }: { promotion: Promotion | null; close: () => void }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const { currency } = useMe().shop;
  const categories = useCategories().list;
  const [d, setDraft] = useState(() => draftOf(p, currency));
  const set = (change: Partial<Draft>) => setDraft({ ...d, ...change });
  const after = async (message: string) => {
    await client.invalidateQueries({ queryKey: keys.promotions.all });
    close();
    done(message);
  };
  const save = useMutation({
    mutationFn: () => {
      const body = fieldsOf(d, currency);
      if (!p) return got(api.POST('/api/v1/promotions', { body }));
      return got(api.PUT('/api/v1/promotions/{id}', { params: { path: { id: p.id }, header: { 'If-Match': `"${p.revision}"` } }, body }));
    },
    onSuccess: () => after(t`The promotion is saved`),
  });
  const end = useMutation({
    mutationFn: () => got(api.POST('/api/v1/promotions/{id}/archive', { params: { path: { id: p!.id } } })),
    onSuccess: () => after(t`The promotion is over for good`),
  });
  const [sure, setSure] = useState(false);
  const field = (key: 'ru' | 'en' | 'percent' | 'amount' | 'take' | 'pay' | 'min' | 'limit' | 'perContact', label: string, hint?: string) => (
    <TextInput key={key} label={label} description={hint} inputMode={key === 'ru' || key === 'en' ? 'text' : 'decimal'} value={d[key]} onChange={(e) => set({ [key]: e.currentTarget.value })} />
  );
  const of: Record<Kind, React.ReactNode> = {
    percent: field('percent', t`Percent`),
    amount: field('amount', t`Amount, ${currency}`),
    n_for_m: [field('take', t`How many are taken`), field('pay', t`How many are paid for`)],
    gift: null,
    free_delivery: null,
  };
  return (
    <Sheet title={p ? t`Promotion` : t`New promotion`} opened close={close} aside>
      <Stack gap="sm" component="form" onSubmit={(e) => (e.preventDefault(), save.mutate())}>
        {field('ru', t`Name in Russian`, t`Customers read it beside the price`)}
        {field('en', t`Name in English`)}
        <Select
          label={t`What it gives`}
          allowDeselect={false}
          // A gift needs a variant, which is chosen through the API; one that is there stays.
          data={(Object.keys(kinds) as Kind[]).filter((k) => k !== 'gift' || p?.kind === 'gift').map((k) => ({ value: k, label: i18n._(kinds[k]) }))}
          value={d.kind}
          onChange={(v) => v && set({ kind: v as Kind })}
        />
        {of[d.kind]}
        {field('min', t`From goods for, ${currency}`)}
        <MultiSelect label={t`Only these categories`} searchable clearable data={choices(categories, i18n.locale)} value={d.categories} onChange={(v) => set({ categories: v })} />
        <TagsInput label={t`Codes`} description={t`Without any it applies by itself`} value={d.codes} onChange={(v) => set({ codes: v })} />
        {field('limit', t`Uses in all`)}
        {field('perContact', t`Uses of one customer`)}
        <TextInput type="datetime-local" label={t`From (UTC)`} value={d.from} onChange={(e) => set({ from: e.currentTarget.value })} />
        <TextInput type="datetime-local" label={t`Until (UTC)`} value={d.until} onChange={(e) => set({ until: e.currentTarget.value })} />
        <Checkbox label={t`Only a first order`} checked={d.firstOrder} onChange={(e) => set({ firstOrder: e.currentTarget.checked })} />
        <Checkbox label={t`Not together with others`} checked={d.exclusive} onChange={(e) => set({ exclusive: e.currentTarget.checked })} />
        <Checkbox label={t`Paused`} checked={d.paused} onChange={(e) => set({ paused: e.currentTarget.checked })} />
        <Refusal error={save.error ?? end.error} />
        <Group>
          <Button type="submit" loading={save.isPending}>
            <Trans>Save</Trans>
          </Button>
          {p && (
            <Button variant="default" color="red" loading={end.isPending} onClick={() => (sure ? end.mutate() : setSure(true))}>
              {sure ? <Trans>Yes, end it for good</Trans> : <Trans>End it</Trans>}
            </Button>
          )}
        </Group>
      </Stack>
    </Sheet>
  );
}
