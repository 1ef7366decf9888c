import { Button, Group, Input, Pill, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';

/** Closed are days on which nothing is brought. */
export function Closed({ value, change }: { value: string[]; change: (days: string[]) => void }) {
  const { t, i18n } = useLingui();
  const [day, setDay] = useState('');
  const shown = new Intl.DateTimeFormat(i18n.locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (
    <Input.Wrapper label={t`Days without delivery`} labelElement="div">
      {value.length > 0 && (
        <Group gap={6} my={6}>
          {value.map((d) => (
            <Pill key={d} size="md" withRemoveButton onRemove={() => change(value.filter((x) => x !== d))} removeButtonProps={{ 'aria-label': t`Deliver on ${d} again`, 'aria-hidden': false, tabIndex: 0 }}>
              {shown.format(new Date(`${d}T00:00:00Z`))}
            </Pill>
          ))}
        </Group>
      )}
      <Group gap="xs" mt={4} wrap="nowrap">
        <TextInput type="date" aria-label={t`A day without delivery`} style={{ flex: 1, minWidth: 0 }} value={day} onChange={(e) => setDay(e.currentTarget.value)} />
        <Button variant="default" style={{ flex: 'none' }} disabled={!day || value.includes(day)} onClick={() => (change([...value, day].sort()), setDay(''))}>
          <Trans>Add the day</Trans>
        </Button>
      </Group>
    </Input.Wrapper>
  );
}
