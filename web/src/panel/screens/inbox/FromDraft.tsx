import { Group, Pill, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Draft } from './kept';

type Made = NonNullable<Draft['proposal']>;

/** FromDraft says that the words in the field began as the assistant's, and which goods go with them. */
export function FromDraft({ proposal, change }: { proposal: Made; change: (p: Made) => void }) {
  const { t } = useLingui();
  const without = (id: string) => change({ ...proposal, products: proposal.products.filter((p) => p.id !== id) });
  return (
    <Group gap={6}>
      <Text size="xs" c="dimmed">
        <Trans>From the assistant's draft</Trans>
      </Text>
      {proposal.products.map((p) => (
        <Pill key={p.id} withRemoveButton onRemove={() => without(p.id)} removeButtonProps={{ 'aria-label': t`Leave out ${p.title}` }}>
          {p.title}
        </Pill>
      ))}
    </Group>
  );
}
