import { ActionIcon, Button, Group, Paper, Stack, Switch, TagsInput, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Section } from '../settings/Section';
import { Texts, type ByLang } from '../settings/Texts';
import { changed, without, type Schedule, type Zone } from './data';
import { Rates } from './Rates';
import { Sum } from './Sum';
import { Times } from './Times';

interface Props {
  languages: ('ru' | 'en')[];
  value: Zone[];
  /** times are the method's own, which a zone's own begin with. */
  times: Schedule | undefined;
  change: (list: Zone[]) => void;
}

/** Zones are parts of the world with their own prices and times; without any, the method goes everywhere for one price. */
export function Zones({ languages, value, times, change }: Props) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  return (
    <Section title={t`Zones`} about={t`Where it goes, and what that costs there. Without zones it goes everywhere for one price.`}>
      <Stack gap="sm">
        {value.map((z, i) => (
          <Paper key={z.id ?? i} withBorder p="sm" component="fieldset" m={0} miw={0} aria-label={z.title[lang] || z.title.ru || z.title.en || t`New zone`}>
            <Stack gap="sm">
              <Group justify="space-between" wrap="nowrap">
                <Text fw={550}>{z.title[lang] || z.title.ru || z.title.en || t`New zone`}</Text>
                <ActionIcon variant="subtle" color="red" size={36} aria-label={t`Take the zone away`} onClick={() => change(without(value, i))}>
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              </Group>
              <One zone={z} languages={languages} times={times} set={(part) => change(changed(value, i, part))} />
            </Stack>
          </Paper>
        ))}
        <Button variant="light" leftSection={<IconPlus size={16} aria-hidden />} style={{ alignSelf: 'flex-start' }} onClick={() => change([...value, { title: {} }])}>
          <Trans>Add a zone</Trans>
        </Button>
      </Stack>
    </Section>
  );
}

function One({ zone: z, languages, times, set }: { zone: Zone; languages: ('ru' | 'en')[]; times: Schedule | undefined; set: (part: Partial<Zone>) => void }) {
  const { t } = useLingui();
  const own = (z.schedule?.windows ?? []).length > 0;
  const begin = () => set({ schedule: times?.windows?.length ? structuredClone(times) : { windows: [{ from: '10:00', to: '14:00', capacity: 5 }] } });
  return (
    <>
      <Texts label={t`City or area`} required languages={languages} value={z.title as ByLang} change={(title) => set({ title })} />
      <TagsInput
        label={t`What customers call it`}
        description={t`Towns of the zone and other spellings; “г.”, ё and capitals do not matter.`}
        placeholder={z.cities?.length ? '' : t`a name, then Enter`}
        value={z.cities ?? []}
        onChange={(cities) => set({ cities })}
      />
      {(z.rates ?? []).length === 0 && <Sum label={t`Price`} value={z.price} change={(price) => set({ price })} />}
      <Rates value={z.rates ?? []} change={(rates) => set({ rates })} />
      <Group grow align="flex-start">
        <Sum label={t`Free from`} value={z.free_from} change={(free_from) => set({ free_from })} />
        <Sum label={t`Brought from`} value={z.min_total} change={(min_total) => set({ min_total })} />
      </Group>
      <Switch label={t`Delivery times of its own`} checked={own} onChange={(e) => (e.currentTarget.checked ? begin() : set({ schedule: { windows: [] } }))} />
      {own && z.schedule && <Times value={z.schedule} change={(schedule) => set({ schedule })} />}
    </>
  );
}
