import { Text } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import type { Line } from './trial';

/** Noted is what an owner has to know of an answer on trial: what it would have done, what it took. */
export function Noted({ line }: { line: Extract<Line, { by: 'note' }> }) {
  return (
    <div>
      {line.note && (
        <Text size="xs" role="status">
          {line.note}
        </Text>
      )}
      {line.would.length > 0 && (
        <Text size="xs" c="dimmed">
          <Trans>In a real talk it would also:</Trans> {line.would.join('; ')}
        </Text>
      )}
      {line.tokens > 0 && (
        <Text size="xs" c="dimmed">
          <Trans>Tokens of the model: {line.tokens}. They count in the shop's budget.</Trans>
        </Text>
      )}
    </div>
  );
}
