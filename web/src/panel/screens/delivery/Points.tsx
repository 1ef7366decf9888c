import { ActionIcon, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Section } from '../settings/Section';
import { Texts, type ByLang } from '../settings/Texts';
import { changed, coordinates, without, type Place } from './data';

/** Points are the places where customers pick up what they bought. */
export function Points({ languages, value, change }: { languages: ('ru' | 'en')[]; value: Place[]; change: (list: Place[]) => void }) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const name = (p: Place, i: number) => p.title?.[lang] || p.address[lang] || p.address.ru || p.address.en || t`Point ${i + 1}`;
  return (
    <Section title={t`Pickup points`} about={t`Customers choose one where there are several.`}>
      <Stack gap="sm">
        {value.map((p, i) => (
          <Paper key={p.id ?? i} withBorder p="sm" component="fieldset" m={0} miw={0} aria-label={name(p, i)}>
            <Stack gap="sm">
              <Group justify="space-between" wrap="nowrap">
                <Text fw={550}>{name(p, i)}</Text>
                {value.length > 1 && (
                  <ActionIcon variant="subtle" color="red" size={36} aria-label={t`Take the point away`} onClick={() => change(without(value, i))}>
                    <IconTrash size={18} aria-hidden />
                  </ActionIcon>
                )}
              </Group>
              <Texts label={t`Address`} required={value.length > 1} languages={languages} value={p.address as ByLang} change={(address) => change(changed(value, i, { address }))} />
              {value.length > 1 && <Texts label={t`Name of the point`} languages={languages} value={(p.title ?? {}) as ByLang} change={(title) => change(changed(value, i, { title }))} />}
              <Texts label={t`Open`} description={t`As people read it: Mon–Sat 10–20.`} languages={languages} value={(p.hours ?? {}) as ByLang} change={(hours) => change(changed(value, i, { hours }))} />
              <Where place={p} set={(part) => change(changed(value, i, part))} />
            </Stack>
          </Paper>
        ))}
        <Button variant="light" leftSection={<IconPlus size={16} aria-hidden />} style={{ alignSelf: 'flex-start' }} onClick={() => change([...value, { address: {} }])}>
          <Trans>Add a point</Trans>
        </Button>
      </Stack>
    </Section>
  );
}

function Where({ place: p, set }: { place: Place; set: (part: Partial<Place>) => void }) {
  const { t } = useLingui();
  const [text, setText] = useState(p.lat || p.lon ? `${p.lat}, ${p.lon}` : '');
  const at = coordinates(text);
  return (
    <TextInput
      label={t`Coordinates`}
      description={t`Copy them from a map, so that messengers show the place.`}
      placeholder="57.7677, 40.9264"
      value={text}
      error={text && !at ? t`Two numbers: latitude, longitude` : undefined}
      onChange={(e) => {
        const typed = e.currentTarget.value;
        setText(typed);
        const found = coordinates(typed);
        if (found || !typed) set(found ?? { lat: 0, lon: 0 });
      }}
    />
  );
}
