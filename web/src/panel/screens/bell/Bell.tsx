import { Button, Paper, SegmentedControl, Skeleton, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBellCheck, IconSettings } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Page } from '../../ui/Page';
import { Refusal } from '../../ui/Refusal';
import css from './Bell.module.css';
import { useBell } from './data';
import { Row } from './Row';

/** Bell is what the person is told: what needs somebody or is worth knowing, the newest first. */
export function Bell() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { unread = false } = useSearch({ strict: false }) as { unread?: true };
  const { list, read, readAll } = useBell(unread);
  const fresh = list.rows.filter((n) => !n.read);
  return (
    <Page
      title={t`What’s new`}
      actions={
        <>
          <Button variant="default" disabled={fresh.length === 0} loading={readAll.isPending} onClick={() => readAll.mutate(fresh.map((n) => n.id))}>
            <Trans>All read</Trans>
          </Button>
          <Button component={Link} to="/account" variant="subtle" leftSection={<IconSettings size={17} aria-hidden />}>
            <Trans>Choose</Trans>
          </Button>
        </>
      }
    >
      <Stack maw={760} gap="sm">
        <SegmentedControl
          aria-label={t`What to show`}
          maw={300}
          value={unread ? 'unread' : 'all'}
          onChange={(v) => void navigate({ to: '/bell', search: v === 'unread' ? { unread: true } : {}, replace: true })}
          data={[
            { value: 'all', label: t`Everything` },
            { value: 'unread', label: t`Not read` },
          ]}
        />
        <Refusal error={read.error ?? readAll.error} />
        {list.isPending && <Skeleton h={320} role="status" aria-label={t`Loading`} />}
        {list.error && list.rows.length === 0 && <Failed error={list.error} again={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && <Nothing unread={unread} />}
        {list.rows.length > 0 && (
          <Paper withBorder radius="md" component="ul" className={css.list}>
            {list.rows.map((n) => (
              <Row key={n.id} told={n} read={(on) => read.mutate({ id: n.id, on })} />
            ))}
          </Paper>
        )}
        {list.more && (
          <Button variant="default" loading={list.isFetchingNextPage} onClick={list.more}>
            <Trans>Older ones</Trans>
          </Button>
        )}
      </Stack>
    </Page>
  );
}

function Nothing({ unread }: { unread: boolean }) {
  const { t } = useLingui();
  return (
    <Empty icon={IconBellCheck} title={unread ? t`Everything is read` : t`Nothing yet`}>
      {unread ? t`New things appear here by themselves.` : t`New orders, customers who wait, trouble with money or channels come here.`}
    </Empty>
  );
}
