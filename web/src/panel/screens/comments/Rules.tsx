import { ActionIcon, Badge, Button, Group, Paper, Skeleton, Stack, Switch, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowDown, IconArrowUp, IconMessageCircle2, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { useMay } from '../../app/Guard';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { Sheet } from '../../ui/Sheet';
import { moved } from '../settings/Stages';
import { fieldsOf, put, rules, useAct } from './data';
import { RuleForm } from './RuleForm';
import { Try } from './Try';
import { intents, type Rule } from './words';

/** Rules are tried in their order, and the first that fits answers. */
export function Rules() {
  const { t } = useLingui();
  const may = useMay('comments:write');
  const all = useQuery(rules);
  const list = all.data ?? [];
  const [open, setOpen] = useState<Rule | 'new' | null>(null);
  const order = useAct((ids: string[]) => got(api.PUT('/api/v1/comment-rule-order', { body: { ids } })));
  const put1 = useAct(({ r, on }: { r: Rule; on: boolean }) => put(r, { ...fieldsOf(r), status: on ? 'active' : 'off' }));
  const add = may && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')}>
      <Trans>New rule</Trans>
    </Button>
  );
  return (
    <Stack gap="md">
      {all.error && !all.data && <Failed error={all.error} again={() => void all.refetch()} />}
      {all.isPending && <Skeleton h={200} role="status" aria-label={t`Loading`} />}
      {all.data && list.length === 0 && (
        <Empty icon={IconMessageCircle2} title={t`No comment is answered yet`} action={add}>
          {t`A rule says which comments are answered, in private and under the post.`}
        </Empty>
      )}
      {list.length > 0 && (
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            <Trans>The first rule that fits answers.</Trans>
          </Text>
          {add}
        </Group>
      )}
      <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {list.map((r, i) => (
          <Paper withBorder p="sm" component="li" key={r.id} aria-label={r.title}>
            <Group justify="space-between" gap="sm">
              <div>
                <Text fw={550}>
                  {i + 1}. {r.title}
                </Text>
                <When r={r} />
              </div>
              {may && (
                <Group gap="xs">
                  <Switch label={t`on`} checked={r.status === 'active'} disabled={put1.isPending} onChange={(e) => put1.mutate({ r, on: e.currentTarget.checked })} />
                  <ActionIcon variant="subtle" size={44} disabled={i === 0 || order.isPending} aria-label={t`${r.title}: earlier`} onClick={() => order.mutate(moved(list, i, -1).map((x) => x.id))}>
                    <IconArrowUp size={18} aria-hidden />
                  </ActionIcon>
                  <ActionIcon variant="subtle" size={44} disabled={i === list.length - 1 || order.isPending} aria-label={t`${r.title}: later`} onClick={() => order.mutate(moved(list, i, 1).map((x) => x.id))}>
                    <IconArrowDown size={18} aria-hidden />
                  </ActionIcon>
                  <Button variant="default" onClick={() => setOpen(r)}>
                    <Trans>Edit</Trans>
                  </Button>
                </Group>
              )}
            </Group>
          </Paper>
        ))}
      </Stack>
      <Refusal error={order.error ?? put1.error} />
      {list.length > 0 && <Try rules={list} />}
      <Sheet title={open === 'new' ? t`New rule` : t`Rule`} opened={open !== null} close={() => setOpen(null)}>
        {open && <RuleForm rule={open === 'new' ? null : open} close={() => setOpen(null)} />}
      </Sheet>
    </Stack>
  );
}

/** When says in a line which comments a rule is for. */
function When({ r }: { r: Rule }) {
  const { t, i18n } = useLingui();
  const words = r.words ?? [];
  const asked = (r.intents ?? []).map((x) => (intents[x] ? i18n._(intents[x]) : x));
  return (
    <Group gap={6} mt={4}>
      {words.length + asked.length === 0 && <Text size="sm" c="dimmed">{t`every comment`}</Text>}
      {[...asked, ...words.map((w) => `«${w}»`)].slice(0, 8).map((w) => (
        <Badge key={w} variant="default" tt="none">
          {w}
        </Badge>
      ))}
    </Group>
  );
}
