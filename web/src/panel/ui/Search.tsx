import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useLingui } from '@lingui/react/macro';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

interface Props {
  value: string;
  change: (value: string) => void;
  label: string;
  miw?: number;
}

const pause = 250; // ms

/** Search is a field that asks when somebody has stopped typing. */
export function Search({ value, change, label, miw = 220 }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const later = useDebouncedCallback(change, pause);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={(e) => {
        setTyped(e.target.value);
        later(e.target.value.trim());
      }}
      rightSection={typed ? <CloseButton size="sm" aria-label={t`Clear`} onClick={() => (setTyped(''), change(''))} /> : null}
      miw={miw}
      flex={1}
      maw={360}
    />
  );
}
