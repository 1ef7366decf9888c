import { Badge, Group, Loader, Text } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import type { Proposal } from '../../api/desk';
import css from './Thread.module.css';

/** ProposedWords is what a draft says, shows, and leaves to the person. */
export function ProposedWords({ p }: { p: Proposal }) {
  if (p.state === 'making') {
    return (
      <Group gap={8} mih={24}>
        <Loader size={14} />
        <Text size="sm">
          <Trans>It is writing…</Trans>
        </Text>
      </Group>
    );
  }
  return (
    <div className={css.words}>
      {p.state === 'failed' && (
        <Text size="sm">
          <Trans>No draft came of it.</Trans> {p.why}
        </Text>
      )}
      {p.text && <div className={css.text}>{p.text}</div>}
      <Group gap={4}>
        {(p.cards ?? []).map((card) => (
          <Badge key={card.product_id} variant="light" tt="none" styles={{ label: { color: 'var(--mantine-color-text)' } }}>
            {card.title}
            {card.price ? ` · ${card.price}` : ''}
          </Badge>
        ))}
      </Group>
      {(p.would ?? []).length > 0 && (
        <Text size="xs" c="dimmed">
          <Trans>It would also do this; it is left to you:</Trans> {p.would?.join('; ')}
        </Text>
      )}
      {p.state === 'ready' && p.why && (
        <Text size="xs" c="dimmed">
          {p.why}
        </Text>
      )}
    </div>
  );
}
