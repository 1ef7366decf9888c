import { Badge } from '@mantine/core';
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';

/** Words are the states of something, each in a word and a color. */
export type Words = Record<string, { label: MessageDescriptor; color: string }>;

// Words on the light tints of green and orange are a shade too pale for WCAG AA.
const ink = { label: { color: 'light-dark(color-mix(in srgb, currentColor 70%, #000), currentColor)' } };

/** Status is a state in a word and a color; one that the page does not know yet stands as it is. */
export function Status({ word, of }: { word: string; of: Words }) {
  const { i18n } = useLingui();
  const known = of[word];
  return (
    <Badge variant="light" color={known?.color ?? 'gray'} tt="none" fw={550} styles={ink}>
      {known ? i18n._(known.label) : word}
    </Badge>
  );
}
