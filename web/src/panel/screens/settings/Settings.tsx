import { Anchor, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconSearchOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../app/Guard';
import { Empty } from '../../ui/Empty';
import { Page } from '../../ui/Page';
import { Search } from '../../ui/Search';
import { areas, type AreaPlace } from './areas';
import { useSettings, type Setting } from './data';
import css from './Settings.module.css';

/** found tells whether a setting is what somebody looks for, in either language. */
export function found(s: Setting, search: string): boolean {
  const text = [s.label.ru, s.label.en, s.help.ru, s.help.en, s.key].join(' ').toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** Settings leads to every page of settings, and finds a single one by its words. */
export function Settings() {
  const { t } = useLingui();
  const { scopes } = useMe();
  const [search, setSearch] = useState('');
  const mine = areas.filter((a) => scopes.includes(a.scope));
  return (
    <Page title={t`Settings`} tools={<Search value={search} change={setSearch} label={t`Find a setting`} />}>
      {search ? (
        <Found search={search} mine={mine} />
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} maw={1100} spacing="sm">
          {mine.map((a) => (
            <Tile key={a.to} area={a} />
          ))}
        </SimpleGrid>
      )}
    </Page>
  );
}

function Tile({ area }: { area: AreaPlace }) {
  const { i18n } = useLingui();
  return (
    <Link to={area.to} className={css.tile ?? ''}>
      <Paper withBorder p="md" h="100%">
        <Group wrap="nowrap" align="flex-start" gap="sm">
          <area.icon size={22} stroke={1.6} aria-hidden />
          <div>
            <Text fw={600}>{i18n._(area.label)}</Text>
            <Text size="sm" c="dimmed">
              {i18n._(area.about)}
            </Text>
          </div>
        </Group>
      </Paper>
    </Link>
  );
}

function Found({ search, mine }: { search: string; mine: AreaPlace[] }) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const all = useSettings();
  const words = search.toLowerCase();
  const pages = mine.filter((a) => `${i18n._(a.label)} ${i18n._(a.about)}`.toLowerCase().includes(words));
  const list = (all.data?.items ?? []).filter((s) => found(s, search) && mine.some((a) => a.group === s.group));
  if (all.data && pages.length + list.length === 0) {
    return (
      <Empty icon={IconSearchOff} title={t`No setting is called that`}>
        {t`Try another word, in Russian or in English.`}
      </Empty>
    );
  }
  return (
    <Stack maw={760} gap="xs">
      {pages.map((a) => (
        <Hit key={a.to} to={a.to} label={i18n._(a.label)} about={i18n._(a.about)} />
      ))}
      {list.map((s) => (
        <Hit key={s.key} to={mine.find((a) => a.group === s.group)?.to ?? '/settings'} label={s.label[lang]} about={s.help[lang]} />
      ))}
    </Stack>
  );
}

function Hit({ to, label, about }: { to: string; label: string; about: string }) {
  return (
    <Paper withBorder p="sm">
      <Anchor component={Link} to={to} fw={600}>
        {label}
      </Anchor>
      <Text size="sm" c="dimmed">
        {about}
      </Text>
    </Paper>
  );
}
