import { Button, Group, Paper, Text } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconSparkles } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { desk, type Conversation } from '../../api/desk';
import { keys } from '../../api/keys';
import { Refusal } from '../../ui/Refusal';

interface Props {
  c: Conversation;
  /** use puts the text into the field, where it is changed and sent. */
  use: (text: string) => void;
}

/** Proposal is what the assistant would say; nothing of it is sent without a person. */
export function Proposal({ c, use }: Props) {
  const client = useQueryClient();
  const key = keys.desk.part(c.id, 'draft');
  const draft = useQuery({ queryKey: key, queryFn: () => desk.draft(c.id), enabled: c.state === 'open', retry: false });
  const ask = useMutation({ mutationFn: () => desk.propose(c.id), onSuccess: (now) => client.setQueryData(key, now) });
  if (c.state !== 'open') return null;
  const text = draft.data?.text;
  return (
    <>
      {text ? (
        <Paper withBorder p="xs">
          <Text size="xs" c="dimmed">
            <Trans>The assistant would answer:</Trans>
          </Text>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap', maxHeight: 96, overflowY: 'auto' }} tabIndex={0}>
            {text}
          </Text>
          <Group gap={6} mt={6}>
            <Button size="compact-sm" variant="light" onClick={() => use(text)}>
              <Trans>Put into the field</Trans>
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" loading={ask.isPending} onClick={() => ask.mutate()}>
              <Trans>Another one</Trans>
            </Button>
          </Group>
        </Paper>
      ) : (
        <Group>
          <Button size="compact-sm" variant="subtle" leftSection={<IconSparkles size={14} aria-hidden />} loading={ask.isPending} onClick={() => ask.mutate()}>
            <Trans>Let the assistant propose</Trans>
          </Button>
        </Group>
      )}
      <Refusal error={ask.error} />
    </>
  );
}
