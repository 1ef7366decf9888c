import { Alert, Badge, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Money } from '../../ui/Money';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../settings/Section';
import { complete, placesOf, type Fields, type Visit } from './data';
import { Sum } from './Sum';

const shownTimes = 12; // as many as the chat shows at once

/** capital begins a text as the chat's buttons do. */
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Preview is what a customer sees of a method as it is typed, before it is saved; the shop's own rules say so. */
export function Preview({ id, f }: { id: string; f: Fields }) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const [city, setCity] = useState((f.zones ?? [])[0]?.title[lang] ?? '');
  const [items, setItems] = useState(200_000);
  const [when, setWhen] = useState('');
  const visit: Visit = { city, items, ...(id ? { id } : {}), ...(when ? { at: new Date(when).toISOString() } : {}) };
  const [asked] = useDebouncedValue({ ...visit, method: f }, 300);
  const seen = useQuery({
    queryKey: keys.seen(asked),
    queryFn: () => got(api.POST('/api/v1/delivery-preview', { body: asked })),
    enabled: complete(asked.method),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const whys: Record<string, string> = {
    off: t`It is switched off: nobody sees it.`,
    min_total: t`The goods cost too little for it.`,
    no_zone: t`It does not go to this city: the customer is asked to choose one of the zones.`,
    too_heavy: t`The parcel is too heavy for it.`,
    no_slot: t`No time is left: it cannot be chosen.`,
  };
  const s = complete(f) ? seen.data : undefined;
  const places = f.kind === 'pickup' ? placesOf(f).map((p) => p.title?.[lang] || p.address[lang] || p.address.ru || p.address.en || '') : [];
  return (
    <Section title={t`What a customer sees`} about={t`As it stands here, saved or not.`}>
      <Stack gap="sm">
        {(f.zones ?? []).length > 0 && <TextInput label={t`City of the customer`} value={city} onChange={(e) => setCity(e.currentTarget.value)} />}
        <Sum label={t`Goods for`} value={items} change={setItems} />
        <TextInput type="datetime-local" label={t`When they order`} description={t`Empty: now.`} value={when} onChange={(e) => setWhen(e.currentTarget.value)} />
        {!complete(f) && (
          <Text size="sm" c="dimmed">
            <Trans>It is shown once the method, its zones and its points are named.</Trans>
          </Text>
        )}
        {seen.error ? <Refusal error={seen.error} /> : null}
        {complete(f) && !s && seen.isFetching && <Skeleton h={80} />}
        {s && !seen.error && (
          <Stack gap="xs" role="status" aria-label={t`What a customer sees`}>
            {s.why && <Alert color="orange">{whys[s.why] ?? s.why}</Alert>}
            {s.why !== 'no_zone' && (
              <Text fw={550}>
                {f.title[lang] || f.title.ru || f.title.en}
                {s.zone ? `, ${s.zone[lang] || s.zone.ru || s.zone.en}` : ''} — {s.price.amount > 0 ? <Money sum={s.price} /> : <Trans>free</Trans>}
              </Text>
            )}
            <Group gap={6}>
              {places.filter(Boolean).map((p) => (
                <Badge key={p} variant="outline" tt="none" size="lg" fw={500}>
                  {p}
                </Badge>
              ))}
              {(s.slots ?? []).slice(0, shownTimes).map((x) => (
                <Badge key={x.key} variant="outline" tt="none" size="lg" fw={500}>
                  {capital(x.label[lang] ?? '')}
                </Badge>
              ))}
            </Group>
            {(s.slots ?? []).length > shownTimes && (
              <Text size="sm" c="dimmed">
                <Trans>and {(s.slots ?? []).length - shownTimes} more times</Trans>
              </Text>
            )}
          </Stack>
        )}
      </Stack>
    </Section>
  );
}
