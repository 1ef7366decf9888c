import { Group, Skeleton, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { desk, type Conversation } from '../../api/desk';
import { keys } from '../../api/keys';
import { Part } from './Part';

/** Story is the card of a handoff: what a colleague would have to read the whole conversation for. */
export function Story({ c }: { c: Conversation }) {
  const { t } = useLingui();
  const story = useQuery({ queryKey: keys.desk.part(c.id, 'handoff'), queryFn: () => desk.handoff(c.id), retry: false });
  if (story.isPending) return <Skeleton h={140} mb="md" />;
  if (!story.data) return null;
  const { wants, why, next, tried, cart } = story.data;
  const facts: [string, string][] = [
    [t`Wants`, wants],
    [t`Why it is here`, why],
    [t`What to do next`, next],
  ];
  return (
    <Part title={t`In short`}>
      {facts.map(
        ([name, text]) =>
          text && (
            <div key={name}>
              <Text size="xs" c="dimmed">
                {name}
              </Text>
              <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
                {text}
              </Text>
            </div>
          ),
      )}
      {(tried ?? []).length > 0 && (
        <div>
          <Text size="xs" c="dimmed">
            <Trans>What was tried</Trans>
          </Text>
          {tried?.map((what, i) => (
            <Text key={i} size="sm">
              · {what}
            </Text>
          ))}
        </div>
      )}
      {(cart ?? []).length > 0 && (
        <div>
          <Text size="xs" c="dimmed">
            <Trans>In the cart</Trans>
          </Text>
          {cart?.map((line, i) => (
            <Group key={i} justify="space-between" wrap="nowrap">
              <Text size="sm">
                {line.title} × {line.quantity}
              </Text>
              <Text size="sm">{line.total}</Text>
            </Group>
          ))}
        </div>
      )}
    </Part>
  );
}
