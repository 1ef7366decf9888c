import { Badge, Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconPlus, IconTruck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay, useMe } from '../../app/Guard';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import { Money } from '../../ui/Money';
import { Area } from '../settings/Area';
import { methods, type Method } from './data';

/** Delivery is how orders reach customers, and what that costs them. */
export function Delivery() {
  const { t } = useLingui();
  const may = useMay('delivery:write');
  const all = useQuery(methods);
  const add = may && (
    <Button component={Link} to="/settings/delivery/new" leftSection={<IconPlus size={16} aria-hidden />}>
      <Trans>New method</Trans>
    </Button>
  );
  return (
    <Area title={t`Delivery`} actions={add}>
      {all.error && !all.data && <Failed error={all.error} again={() => void all.refetch()} />}
      {all.isPending && <Skeleton h={240} role="status" aria-label={t`Loading`} />}
      {all.data?.length === 0 && (
        <Empty icon={IconTruck} title={t`No way to deliver yet`}>
          {t`Without one, orders cannot be placed: add pickup, a courier or the post.`}
        </Empty>
      )}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {all.data?.map((m) => (
          <li key={m.id}>
            <Row m={m} />
          </li>
        ))}
      </Stack>
    </Area>
  );
}

function Row({ m }: { m: Method }) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const { currency } = useMe().shop;
  const zones = (m.zones ?? []).length;
  const windows = (m.schedule?.windows ?? []).length;
  const points = (m.points ?? []).length;
  const name = m.title[lang] || m.title.ru || m.title.en || '';
  const sum = (amount: number) => <Money sum={{ amount, currency }} />;
  const kinds = { courier: t`courier`, pickup: t`pickup`, post: t`post` };
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" gap="sm">
        <div>
          <Group gap="xs">
            <Text fw={550}>{name}</Text>
            <Badge variant="default" tt="none">
              {kinds[m.kind]}
            </Badge>
            {!m.active && <Badge variant="default" tt="none">{t`off`}</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            {zones > 0 ? <Plural value={zones} one="# zone with its own price" few="# zones with their own prices" other="# zones with their own prices" /> : m.price ? sum(m.price) : t`free`}
            {m.free_from ? <Trans>, free from {sum(m.free_from)}</Trans> : null}
            {points > 1 && (
              <>
                {' · '}
                <Plural value={points} one="# point" few="# points" other="# points" />
              </>
            )}
            {windows > 0 && (
              <>
                {' · '}
                <Plural value={windows} one="# delivery time" few="# delivery times" other="# delivery times" />
              </>
            )}
          </Text>
        </div>
        <Button variant="default" component={Link} to={`/settings/delivery/${m.id}`} aria-label={t`Edit ${name}`}>
          <Trans>Edit</Trans>
        </Button>
      </Group>
    </Paper>
  );
}
