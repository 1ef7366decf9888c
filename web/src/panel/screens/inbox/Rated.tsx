import { Badge, Group, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import type { Conversation } from '../../api/desk';
import { keys } from '../../api/keys';
import { When } from '../../ui/When';
import { Part } from './Part';

const few = 3;

/** Rated are the newest scores that the customer gave this conversation, with what they said of them. */
export function Rated({ c }: { c: Conversation }) {
  const { t } = useLingui();
  const read = useQuery({ queryKey: keys.desk.part(c.id, 'ratings'), queryFn: () => got(api.GET('/api/v1/conversations/{id}/ratings', { params: { path: { id: c.id } } })), retry: false });
  const list = read.data?.items ?? [];
  if (list.length === 0) return null;
  return (
    <Part title={t`Rating`}>
      {list.slice(0, few).map((x) => (
        <div key={x.id}>
          <Group gap="xs">
            <Badge variant="light" color={x.score <= 2 ? 'red' : x.score >= 4 ? 'green' : 'gray'} tt="none">
              {t`${x.score} of 5`}
            </Badge>
            <Text size="xs" c="dimmed">
              <When at={x.rated_at} />
            </Text>
          </Group>
          {x.comment && (
            <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {x.comment}
            </Text>
          )}
        </div>
      ))}
    </Part>
  );
}
