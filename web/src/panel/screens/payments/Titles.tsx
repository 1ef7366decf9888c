import { Button, Divider, Stack } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Texts, type ByLang } from '../settings/Texts';
import type { Use } from './data';

type Said = NonNullable<Use['titles']>;

interface Props {
  methods: string[];
  title: (method: string) => string;
  languages: ('ru' | 'en')[];
  value: Said;
  change: (titles: Said) => void;
}

/** Titles are the shop's own words on the buttons of ways to pay; where there are none, the service's stand. */
export function Titles({ methods, title, languages, value, change }: Props) {
  const [open, setOpen] = useState(Object.values(value).some((x) => x.ru || x.en));
  if (!open) {
    return (
      <Button variant="subtle" size="compact-sm" style={{ alignSelf: 'flex-start' }} onClick={() => setOpen(true)}>
        <Trans>Name them in your own words</Trans>
      </Button>
    );
  }
  return (
    <Stack gap="sm">
      <Divider label={<Trans>In your own words</Trans>} labelPosition="left" />
      {methods.map((m) => (
        <Texts key={m} label={title(m)} languages={languages} value={(value[m] ?? {}) as ByLang} change={(said) => change({ ...value, [m]: said })} />
      ))}
    </Stack>
  );
}
