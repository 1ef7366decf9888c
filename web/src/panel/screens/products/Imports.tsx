import { Anchor, Badge, Button, Group, List, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconFileSpreadsheet, IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay } from '../../app/Guard';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { Refusal } from '../../ui/Refusal';
import { useList } from '../../ui/useList';
import { When } from '../../ui/When';
import { fields, stayed } from './fields';
import { useUndo, type Entry } from './useUndo';

/** Imports are the tables that were imported: who, when, how much, and the way back. */
export function Imports() {
  const { t } = useLingui();
  const write = useMay('catalog:write');
  const list = useList(keys.goods.imports, (cursor) => got(api.GET('/api/v1/goods-imports', { params: { query: cursor ? { cursor } : {} } })));
  const action = write && (
    <Button component={Link} to="/products/import" leftSection={<IconFileSpreadsheet size={16} aria-hidden />}>
      <Trans>Import a table</Trans>
    </Button>
  );
  return (
    <Page title={t`What was imported`} actions={list.rows.length > 0 && action}>
      {list.isPending ? (
        <Skeleton h={240} role="status" aria-label={t`Loading`} />
      ) : list.error && list.rows.length === 0 ? (
        <Failed error={list.error} again={() => void list.refetch()} />
      ) : list.rows.length === 0 ? (
        <Empty icon={IconHistory} title={t`No table was imported yet`} action={action}>
          <Trans>Here each import can be looked at, and taken back for 30 days.</Trans>
        </Empty>
      ) : (
        <Stack gap="sm" maw={900}>
          {list.rows.map((e) => (
            <One key={e.id} entry={e} may={write} />
          ))}
          {list.more && (
            <Button variant="default" onClick={list.more} loading={list.isFetchingNextPage}>
              <Trans>Show more</Trans>
            </Button>
          )}
        </Stack>
      )}
    </Page>
  );
}

function One({ entry: e, may }: { entry: Entry; may: boolean }) {
  const { t } = useLingui();
  const undo = useUndo();
  const file = e.file || t`A table`;
  return (
    <Paper withBorder p="md" component="section" aria-label={file}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="start">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} truncate title={file}>
            {file}
          </Text>
          <Text size="sm" c="dimmed">
            <When at={e.at} /> · {e.by_name || (e.by ? t`Somebody who left` : t`From the command line`)}
          </Text>
        </div>
        {e.undone_at ? (
          <Badge variant="light" color="gray" tt="none" c="inherit" size="lg" flex="none">
            <Trans>Import undone</Trans>
          </Badge>
        ) : (
          may && e.undoable && (
            <Button size="compact-md" variant="default" flex="none" loading={undo.isPending} onClick={() => undo.mutate(e.id)}>
              <Trans>Undo the import</Trans>
            </Button>
          )
        )}
      </Group>
      <Text size="sm" mt={6}>
        {t`New: ${e.created}`} · {t`Changed: ${e.updated}`}
        {e.undone_at && (
          <>
            {' · '}
            <Plural value={e.restored} one="# value taken back" other="# values taken back" />
            {' · '}
            <Plural value={e.archived} one="# product archived" other="# products archived" />
          </>
        )}
      </Text>
      <Refusal error={undo.error} />
      {e.left_count > 0 && <Leftovers entry={e} />}
    </Paper>
  );
}

function Leftovers({ entry: e }: { entry: Entry }) {
  const { i18n } = useLingui();
  const left = e.left ?? [];
  const more = e.left_count - left.length;
  return (
    <>
      <Text size="sm" mt="sm" fw={600}>
        <Trans>Left as it is:</Trans>
      </Text>
      <List size="sm" spacing={4} mt={4}>
        {left.map((l, i) => (
          <List.Item key={i}>
            <Anchor inherit underline="always" href={`#/products/${l.product_id}`}>{l.product || l.product_id}</Anchor> {l.sku} · {fields[l.field] ? i18n._(fields[l.field]!) : l.field}: {stayed[l.why] ? i18n._(stayed[l.why]!) : l.why}
          </List.Item>
        ))}
      </List>
      {more > 0 && (
        <Text size="sm" c="dimmed">
          <Trans>and {more} more</Trans>
        </Text>
      )}
    </>
  );
}
