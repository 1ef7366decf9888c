import { Button, Group, Paper, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '../../api/keys';
import { Failed } from '../../ui/Failed';
import { Sheet } from '../../ui/Sheet';
import { useList } from '../../ui/useList';
import { When } from '../../ui/When';
import { letters } from './data';
import { LetterView } from './Letter';
import { Part } from './Part';
import { workOf, type Letter } from './words';

/** Letters are the work that was given up, with the reason; each can be done once more or dropped. */
export function Letters() {
  const { t, i18n } = useLingui();
  const list = useList(keys.system.letters, letters);
  const [open, setOpen] = useState<Letter | null>(null);
  const name = (x: Letter) => {
    const known = workOf(x.kind);
    return known ? i18n._(known) : x.kind;
  };
  return (
    <Part title={t`Work that failed for good`} note={t`It was tried several times and is not tried again by itself.`}>
      {list.error && list.rows.length === 0 && <Failed error={list.error} again={() => void list.refetch()} />}
      {list.isPending && <Skeleton h={64} role="status" aria-label={t`Loading`} />}
      {list.data && list.rows.length === 0 && (
        <Group gap="xs" c="dimmed">
          <IconCircleCheck size={20} stroke={1.6} aria-hidden />
          <Text>
            <Trans>Nothing. All that was asked for has been done.</Trans>
          </Text>
        </Group>
      )}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {list.rows.map((x) => (
          <Paper withBorder component="li" key={x.id}>
            <UnstyledButton w="100%" p="sm" mih={44} onClick={() => setOpen(x)}>
              <Group justify="space-between" gap="xs">
                <Text component="span" fw={550}>
                  {name(x)}
                </Text>
                <Text component="span" size="sm" c="dimmed">
                  <When at={x.died_at} />
                </Text>
              </Group>
              <Text component="span" display="block" size="sm">
                {x.why}
              </Text>
            </UnstyledButton>
          </Paper>
        ))}
      </Stack>
      {list.more && (
        <Button variant="default" mih={44} loading={list.isFetchingNextPage} onClick={list.more}>
          <Trans>Older</Trans>
        </Button>
      )}
      <Sheet title={open ? name(open) : ''} opened={open !== null} close={() => setOpen(null)}>
        {open && <LetterView letter={open} close={() => setOpen(null)} />}
      </Sheet>
    </Part>
  );
}
