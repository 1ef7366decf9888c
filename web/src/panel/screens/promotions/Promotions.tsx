import { Badge, Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconDiscount, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { useMay, useMe } from '../../app/Guard';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { useList } from '../../ui/useList';
import { name } from '../products/filter';
import { Edit } from './Edit';
import { benefit, kinds, type Promotion } from './promotion';

/** Promotions are what makes purchases cheaper, the newest first. */
export function Promotions() {
  const { t, i18n } = useLingui();
  const { currency } = useMe().shop;
  const may = useMay('catalog:write');
  const [edited, setEdited] = useState<Promotion | 'new' | null>(null);
  const list = useList(keys.promotions.list({}), (cursor) => got(api.GET('/api/v1/promotions', { params: { query: cursor ? { cursor } : {} } })));
  return (
    <Page
      title={t`Promotions`}
      actions={
        may && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            <Trans>New promotion</Trans>
          </Button>
        )
      }
    >
      <Stack gap="xs" maw={760}>
        {list.isPending && <Skeleton h={300} role="status" aria-label={t`Loading`} />}
        {list.error && list.rows.length === 0 && <Failed error={list.error} again={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <Empty icon={IconDiscount} title={t`No promotions yet`}>
            {t`Give something off by itself, or by a code that you hand out.`}
          </Empty>
        )}
        {list.rows.map((p) => (
          <Paper key={p.id} withBorder p="sm">
            <Group justify="space-between" gap="xs" wrap="nowrap">
              <div style={{ minWidth: 0 }}>
                <Text fw={600}>{name(p.title, i18n.locale)}</Text>
                <Text size="sm" c="dimmed">
                  {i18n._(kinds[p.kind])} {benefit(p, currency, i18n.locale)}
                  {(p.codes ?? []).length > 0 && ` · ${(p.codes ?? []).slice(0, 3).join(', ')}`} · <Plural value={p.used} one="used # time" other="used # times" />
                </Text>
              </div>
              <Group gap="xs" flex="none">
                {p.status === 'paused' && (
                  <Badge variant="light" color="gray" tt="none" c="inherit">
                    {t`Paused`}
                  </Badge>
                )}
                {may && (
                  <Button variant="default" size="compact-sm" mih={36} aria-label={t`Change: ${name(p.title, i18n.locale)}`} onClick={() => setEdited(p)}>
                    <Trans>Change</Trans>
                  </Button>
                )}
              </Group>
            </Group>
          </Paper>
        ))}
        {list.more && (
          <Button variant="subtle" onClick={list.more}>
            <Trans>Show more</Trans>
          </Button>
        )}
      </Stack>
      {edited && <Edit promotion={edited === 'new' ? null : edited} close={() => setEdited(null)} />}
    </Page>
  );
}
