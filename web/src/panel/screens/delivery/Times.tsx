import { ActionIcon, Button, Chip, Group, NumberInput, Paper, Stack, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Closed } from './Closed';
import { changed, without, type Schedule, type Window } from './data';

/** dayNames are the weekdays, Monday first, as a language shortens them. */
export function dayNames(lang: string, how: 'short' | 'long'): string[] {
  const format = new Intl.DateTimeFormat(lang, { weekday: how, timeZone: 'UTC' });
  return [5, 6, 7, 8, 9, 10, 11].map((d) => format.format(Date.UTC(2026, 0, d)));
}

/** next is a window after the last one, so that two never begin together. */
function next(list: Window[]): Window {
  const last = list.at(-1);
  const from = last && last.to < '22:00' ? last.to : '10:00';
  const to = `${String(Math.min(Number(from.slice(0, 2)) + 3, 23)).padStart(2, '0')}:${from.slice(3)}`;
  return { from, to, capacity: last?.capacity ?? 5, ...(last?.days ? { days: last.days } : {}) };
}

/** Times are the windows of a schedule with their weekdays and room, and until when they can be had. */
export function Times({ value: s, change }: { value: Schedule; change: (s: Schedule) => void }) {
  const { t } = useLingui();
  const windows = s.windows ?? [];
  const set = (part: Partial<Schedule>) => change({ ...s, ...part });
  return (
    <Stack gap="sm">
      {windows.map((w, i) => (
        <One key={i} window={w} set={(part) => set({ windows: changed(windows, i, part) })} remove={() => set({ windows: without(windows, i) })} />
      ))}
      <Button variant="light" leftSection={<IconPlus size={16} aria-hidden />} style={{ alignSelf: 'flex-start' }} onClick={() => set({ windows: [...windows, next(windows)] })}>
        <Trans>Add a time</Trans>
      </Button>
      {windows.length > 0 && (
        <>
          <Group grow align="flex-start">
            <NumberInput label={t`Days ahead`} description={t`today included`} min={1} max={60} allowDecimal={false} value={s.days_ahead || 7} onChange={(v) => set({ days_ahead: Number(v) || 0 })} />
            <NumberInput label={t`Hours before`} description={t`until when it is taken`} min={0} allowDecimal={false} value={s.cut_off ?? 0} onChange={(v) => set({ cut_off: Number(v) || 0 })} />
          </Group>
          <Closed value={s.closed ?? []} change={(closed) => set({ closed })} />
        </>
      )}
    </Stack>
  );
}

function One({ window: w, set, remove }: { window: Window; set: (part: Partial<Window>) => void; remove: () => void }) {
  const { t, i18n } = useLingui();
  const names = dayNames(i18n.locale, 'short');
  const long = dayNames(i18n.locale, 'long');
  const days = w.days?.length ? w.days : [1, 2, 3, 4, 5, 6, 7];
  const pick = (list: string[]) => {
    if (list.length > 0) set({ days: list.length === 7 ? [] : list.map(Number).sort() });
  };
  return (
    <Paper withBorder p="sm" component="fieldset" m={0} miw={0} aria-label={`${w.from}–${w.to}`}>
      <Stack gap="xs">
        <Group gap="xs" align="flex-end">
          <TextInput type="time" label={t`From`} style={{ flex: '1 1 120px' }} value={w.from} onChange={(e) => set({ from: e.currentTarget.value })} />
          <TextInput type="time" label={t`To`} style={{ flex: '1 1 120px' }} value={w.to} error={w.to <= w.from} onChange={(e) => set({ to: e.currentTarget.value })} />
          <NumberInput label={t`Up to, orders`} min={1} allowDecimal={false} style={{ flex: '1 1 100px' }} value={w.capacity} onChange={(v) => set({ capacity: Number(v) || 1 })} />
          <ActionIcon variant="subtle" color="red" size={36} aria-label={t`Take the time away`} onClick={remove}>
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
        <Chip.Group multiple value={days.map(String)} onChange={pick}>
          <Group gap={6} role="group" aria-label={t`Weekdays`}>
            {names.map((name, i) => (
              <Chip key={name} value={String(i + 1)} size="xs" aria-label={long[i]}>
                {name}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Stack>
    </Paper>
  );
}
