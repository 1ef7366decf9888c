import { Anchor, Button, Code, Group, Stack, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../app/Guard';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import { When } from '../../ui/When';
import { useSettle } from './data';
import type { Letter } from './words';

/** LetterView is one piece of given-up work: why, since when, what it is about, and the two ways out. */
export function LetterView({ letter: x, close }: { letter: Letter; close: () => void }) {
  const { t } = useLingui();
  const may = useMay('settings:write');
  // What is dropped cannot be brought back: it takes a second press.
  const [sure, setSure] = useState(false);
  const replay = useSettle('replay', () => {
    done(t`It is being done once more`);
    close();
  });
  const drop = useSettle('drop', () => {
    done(t`Dropped`);
    close();
  });
  return (
    <Stack gap="sm">
      <Text>{x.why}</Text>
      <Text size="sm" c="dimmed">
        <Plural value={x.attempts} one="Tried # time" few="Tried # times" other="Tried # times" />, <Trans>asked for</Trans> <When at={x.created_at} />, <Trans>given up</Trans> <When at={x.died_at} />
      </Text>
      <Group gap="xs">
        <Code>{x.code || '—'}</Code>
        <Code>{x.kind}</Code>
      </Group>
      {x.conversation_id && (
        <Anchor component={Link} to={`/inbox/${x.conversation_id}`} mih={44}>
          <Trans>Open the conversation</Trans>
        </Anchor>
      )}
      {x.order_id && (
        <Anchor component={Link} to={`/orders/${x.order_id}`} mih={44}>
          <Trans>Open the order</Trans>
        </Anchor>
      )}
      {sure && <Text size="sm">{t`What is dropped will not be done and cannot be brought back.`}</Text>}
      {may && (
        <Group gap="xs">
          <Button mih={44} loading={replay.isPending} disabled={drop.isPending} onClick={() => replay.mutate(x.id)}>
            <Trans>Do it once more</Trans>
          </Button>
          <Button mih={44} variant="light" color="red" loading={drop.isPending} disabled={replay.isPending} onClick={() => (sure ? drop.mutate(x.id) : setSure(true))}>
            {sure ? t`Drop for good` : t`Drop`}
          </Button>
        </Group>
      )}
      <Refusal error={replay.error ?? drop.error} />
    </Stack>
  );
}
