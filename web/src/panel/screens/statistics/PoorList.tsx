import { Anchor, Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../app/Guard';
import { Failed } from '../../ui/Failed';
import { When } from '../../ui/When';
import { poorOf } from './data';
import type { Filter, Poor } from './filter';

const few = 5;

/** PoorList are the low scores with what was said of them; each leads to its conversation. */
export function PoorList({ filter }: { filter: Filter }) {
  const may = useMay('conversations:read');
  const [all, setAll] = useState(false);
  const read = useQuery({ ...poorOf(filter), enabled: may });
  const list = read.data?.items ?? [];
  if (read.error) return <Failed error={read.error} again={() => void read.refetch()} />;
  if (list.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        <Trans>Who was not content</Trans>
      </Title>
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {list.slice(0, all ? list.length : few).map((x) => (
          <One key={x.id} x={x} />
        ))}
      </Stack>
      {list.length > few && !all && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          <Plural value={list.length - few} one="# more" few="# more" other="# more" />
        </Button>
      )}
    </Stack>
  );
}

function One({ x }: { x: Poor }) {
  const { t } = useLingui();
  return (
    <li>
      <Group gap="xs">
        <Badge variant="light" color="red" tt="none">
          {t`${x.score} of 5`}
        </Badge>
        <Anchor component={Link} to={`/inbox/${x.conversation_id}`} size="sm" fw={600}>
          {x.name || t`Visitor`}
        </Anchor>
        <Text size="sm" c="dimmed">
          <When at={x.at} /> · {x.helped ? t`With a person` : t`Assistant alone`}
        </Text>
      </Group>
      <Text size="sm" {...(x.comment ? {} : { c: 'dimmed' })} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {x.comment || t`Said nothing more.`}
      </Text>
    </li>
  );
}
