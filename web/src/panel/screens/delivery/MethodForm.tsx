import { Button, Group } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import { languagesOf, useSettings } from '../settings/data';
import { Section } from '../settings/Section';
import { Basics } from './Basics';
import { complete, fieldsOf, placesOf, withPlaces, type Fields, type Method } from './data';
import css from './Delivery.module.css';
import { Points } from './Points';
import { Preview } from './Preview';
import { Times } from './Times';
import { Zones } from './Zones';

const fresh: Fields = { kind: 'courier', title: {}, price: 0, active: true };

/** MethodForm is one way to deliver, whole: it is saved at once, and seen as customers will see it. */
export function MethodForm({ method }: { method: Method | null }) {
  const { t } = useLingui();
  const may = useMay('delivery:write');
  const client = useQueryClient();
  const go = useNavigate();
  const languages = languagesOf(useSettings().data);
  const was = method ? fieldsOf(method) : fresh;
  const [f, setF] = useState<Fields>(was);
  const set = (part: Partial<Fields>) => setF((old) => ({ ...old, ...part }));
  const again = () => client.invalidateQueries({ queryKey: keys.delivery });
  const put = (id: string, body: Fields) => got(api.PUT('/api/v1/delivery-methods/{id}', { params: { path: { id } }, body }));
  const leave = async () => {
    await again();
    await go({ to: '/settings/delivery' });
  };
  const save = useMutation({
    mutationFn: () => (method ? put(method.id, f) : got(api.POST('/api/v1/delivery-methods', { body: f }))),
    onSuccess: async () => {
      await leave();
      done(t`The method is saved`, method ? { label: t`Undo`, run: () => void put(method.id, was).then(again) } : undefined);
    },
  });
  const remove = useMutation({
    mutationFn: () => got(api.DELETE('/api/v1/delivery-methods/{id}', { params: { path: { id: method?.id ?? '' } } })),
    onSuccess: async () => {
      await leave();
      done(t`The method is deleted; orders keep their copy`, { label: t`Undo`, run: () => void got(api.POST('/api/v1/delivery-methods', { body: was })).then(again) });
    },
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className={css.method}>
      <fieldset disabled={!may} className={css.fields}>
        <Basics f={f} languages={languages} set={set} />
        {f.kind === 'pickup' ? <Points languages={languages} value={placesOf(f)} change={(places) => setF((old) => withPlaces(old, places))} /> : <Zones languages={languages} value={f.zones ?? []} times={f.schedule} change={(zones) => set({ zones })} />}
        <Section title={t`Delivery times`} about={t`Customers choose one of these, and each takes as many orders as you say. Without any nobody is asked.`}>
          <Times value={f.schedule ?? { windows: [] }} change={(schedule) => set({ schedule })} />
        </Section>
        <Refusal error={save.error ?? remove.error} />
        {may && (
          <Group justify="space-between">
            <Button type="submit" disabled={!complete(f)} loading={save.isPending}>
              <Trans>Save</Trans>
            </Button>
            {method && (
              <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
                <Trans>Delete</Trans>
              </Button>
            )}
          </Group>
        )}
      </fieldset>
      <div className={css.seen}>
        <Preview id={method?.id ?? ''} f={f} />
      </div>
    </form>
  );
}
