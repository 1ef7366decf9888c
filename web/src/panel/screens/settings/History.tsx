import { Badge, Button, Group, Paper, Stack, Table, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowBackUp, IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay, useMe } from '../../app/Guard';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { useList } from '../../ui/useList';
import { When } from '../../ui/When';
import { Area } from './Area';
import { useSettings, useUndo, type Setting, type Version } from './data';
import { written } from './written';

/** History is every change of settings, newest first, each with what it was before and the way back. */
export function History() {
  const { t } = useLingui();
  const all = useSettings();
  const list = useList(keys.versions, (cursor) => got(api.GET('/api/v1/settings/versions', { params: { query: cursor ? { cursor } : {} } })));
  const people = usePeople();
  const known = new Map((all.data?.items ?? []).map((s) => [s.key, s]));
  return (
    <Area title={t`History of settings`}>
      {list.error && list.rows.length === 0 && <Failed error={list.error} again={() => void list.refetch()} />}
      {list.data && list.rows.length === 0 && (
        <Empty icon={IconHistory} title={t`Nothing was changed yet`}>
          {t`Each change will stand here, with what it was before.`}
        </Empty>
      )}
      <Stack gap="sm" role="list" aria-label={t`Changes`}>
        {list.rows.map((v) => (
          <Change key={v.id} version={v} known={known} currency={all.data?.currency ?? ''} who={people(v.actor_id)} />
        ))}
      </Stack>
      {list.more && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={list.more}>
          <Trans>Older changes</Trans>
        </Button>
      )}
    </Area>
  );
}

/** usePeople names who did something; whoever may not see the staff sees what kind of hand it was. */
function usePeople() {
  const { t } = useLingui();
  const { member } = useMe();
  const may = useMay('staff:read');
  const staff = useQuery({ queryKey: keys.members, queryFn: () => got(api.GET('/api/v1/members')), enabled: may });
  return (id: string): string => {
    if (id === member.id) return t`You`;
    if (!id) return t`The server's keeper`;
    if (id.startsWith('key_')) return t`An API key`;
    const found = (staff.data?.items ?? []).find((m) => m.id === id);
    return found?.name || found?.email || t`A colleague`;
  };
}

function Change({ version: v, known, currency, who }: { version: Version; known: Map<string, Setting>; currency: string; who: string }) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const may = useMay('settings:write');
  const undo = useUndo();
  const show = (key: string, value: unknown) => written(value, known.get(key), i18n.locale, currency) || '—';
  return (
    <Paper withBorder p="md" role="listitem">
      <Group justify="space-between" gap="xs" mb="xs">
        <Group gap="xs">
          <Text fw={550}>{who}</Text>
          <Text size="sm" c="dimmed">
            <When at={v.at} />
          </Text>
          {v.undoes && (
            <Badge variant="default" tt="none">
              <Trans>took a change back</Trans>
            </Badge>
          )}
        </Group>
        {v.undone_by ? (
          <Text size="sm" c="dimmed">
            <Trans>Taken back</Trans>
          </Text>
        ) : (
          may && (
            <Button variant="light" leftSection={<IconArrowBackUp size={16} aria-hidden />} loading={undo.isPending} onClick={() => undo.mutate(v.id)}>
              <Trans>Undo</Trans>
            </Button>
          )
        )}
      </Group>
      <Table layout="fixed" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Setting`}</Table.Th>
            <Table.Th>{t`Before`}</Table.Th>
            <Table.Th>{t`After`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(v.changes ?? []).map((c) => (
            <Table.Tr key={c.key}>
              <Table.Td>{c.label[lang] || c.key}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>{show(c.key, c.before)}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>{show(c.key, c.after)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Refusal error={undo.error} />
    </Paper>
  );
}
