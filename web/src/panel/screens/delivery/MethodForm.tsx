import { Button, Group, NumberInput, Select, Stack, Switch, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMe } from '../../app/Guard';
import { digits } from '../../ui/money';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import { languagesOf, useSettings } from '../settings/data';
import { Texts, type ByLang } from '../settings/Texts';
import { fieldsOf, type Fields, type Method } from './data';

const fresh: Fields = { kind: 'courier', title: {}, price: 0, active: true };

/** MethodForm is one way to deliver: its name, what it costs, how long it takes. */
export function MethodForm({ method, close }: { method: Method | null; close: () => void }) {
  const { t } = useLingui();
  const { currency } = useMe().shop;
  const client = useQueryClient();
  const languages = languagesOf(useSettings().data);
  const was = method ? fieldsOf(method) : fresh;
  const [f, setF] = useState<Fields>(was);
  const set = (part: Partial<Fields>) => setF((old) => ({ ...old, ...part }));
  const scale = 10 ** digits(currency);
  const again = () => client.invalidateQueries({ queryKey: keys.delivery });
  const put = (id: string, body: Fields) => got(api.PUT('/api/v1/delivery-methods/{id}', { params: { path: { id } }, body }));
  const save = useMutation({
    mutationFn: () => (method ? put(method.id, f) : got(api.POST('/api/v1/delivery-methods', { body: f }))),
    onSuccess: async () => {
      await again();
      close();
      done(t`The method is saved`, method ? { label: t`Undo`, run: () => void put(method.id, was).then(again) } : undefined);
    },
  });
  const remove = useMutation({
    mutationFn: () => got(api.DELETE('/api/v1/delivery-methods/{id}', { params: { path: { id: method?.id ?? '' } } })),
    onSuccess: async () => {
      await again();
      close();
      done(t`The method is deleted; orders keep their copy`, { label: t`Undo`, run: () => void got(api.POST('/api/v1/delivery-methods', { body: was })).then(again) });
    },
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    save.mutate();
  };
  const zoned = (f.zones ?? []).length > 0 || (f.rates ?? []).length > 0;
  const money = (key: 'price' | 'free_from' | 'min_total', label: string) => (
    <NumberInput label={label} suffix={` ${currency}`} min={0} value={f[key] ? f[key] / scale : ''} onChange={(v) => set({ [key]: Math.round(Number(v) * scale) || 0 })} />
  );
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Texts label={t`Name`} required languages={languages} value={f.title as ByLang} change={(title) => set({ title })} />
        <Select
          label={t`Kind`}
          allowDeselect={false}
          data={[
            { value: 'courier', label: t`courier` },
            { value: 'pickup', label: t`pickup` },
            { value: 'post', label: t`post` },
          ]}
          value={f.kind}
          onChange={(v) => set({ kind: (v ?? 'courier') as Fields['kind'] })}
        />
        {zoned ? (
          <Text size="sm" c="dimmed">
            <Trans>Prices by zone or by weight are set through the API; they stay as they are.</Trans>
          </Text>
        ) : (
          money('price', t`Price`)
        )}
        <Group grow>
          {money('free_from', t`Free from`)}
          {money('min_total', t`Offered from`)}
        </Group>
        <Group grow>
          <NumberInput label={t`Days, from`} min={0} allowDecimal={false} value={f.days_from || ''} onChange={(v) => set({ days_from: Number(v) || 0 })} />
          <NumberInput label={t`Days, to`} min={0} allowDecimal={false} value={f.days_to || ''} onChange={(v) => set({ days_to: Number(v) || 0 })} />
        </Group>
        {f.kind === 'pickup' && (f.points ?? []).length === 0 && (
          <Texts label={t`Address of the pickup`} languages={languages} value={(f.place?.address ?? {}) as ByLang} change={(address) => set({ place: { ...f.place, address } })} />
        )}
        <Texts label={t`Terms`} long languages={languages} value={(f.description ?? {}) as ByLang} change={(description) => set({ description })} />
        <Switch label={t`Offered to customers`} checked={f.active ?? false} onChange={(e) => set({ active: e.currentTarget.checked })} />
        <Refusal error={save.error ?? remove.error} />
        <Group justify="space-between">
          <Button type="submit" disabled={!Object.values(f.title).some((x) => x?.trim())} loading={save.isPending}>
            <Trans>Save</Trans>
          </Button>
          {method && (
            <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              <Trans>Delete</Trans>
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
