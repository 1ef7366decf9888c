import { Skeleton, Table, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Failed } from '../../ui/Failed';
import { timings } from './data';
import { Part } from './Part';
import { stops, type Stop } from './words';

/** Timings say how long each stop of a message's way takes, and how often it fails. */
export function Timings() {
  const { t, i18n } = useLingui();
  const list = useQuery(timings);
  const number = (n: number) => new Intl.NumberFormat(i18n.locale).format(n);
  const time = (n: number) => (n === 0 ? t`> 2 min` : new Intl.NumberFormat(i18n.locale, { style: 'unit', unit: n < 1000 ? 'millisecond' : 'second', maximumFractionDigits: 1 }).format(n < 1000 ? n : n / 1000));
  const name = (s: Stop) => {
    const known = stops[s.stop];
    return known ? i18n._(known) : s.stop;
  };
  return (
    <Part title={t`How fast it is`} note={t`The last 24 hours. Half of all took no longer than the first time, 95 of 100 no longer than the second.`}>
      {list.error && !list.data && <Failed error={list.error} again={() => void list.refetch()} />}
      {list.isPending && <Skeleton h={120} role="status" aria-label={t`Loading`} />}
      {list.data?.length === 0 && (
        <Text c="dimmed">
          <Trans>Nothing has passed yet.</Trans>
        </Text>
      )}
      {list.data && list.data.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table tabularNums>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t`Stop`}</Table.Th>
                <Table.Th ta="end">{t`Times`}</Table.Th>
                <Table.Th ta="end">{t`Failed`}</Table.Th>
                <Table.Th ta="end">{t`Half`}</Table.Th>
                <Table.Th ta="end">{t`95 of 100`}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.data.map((s) => (
                <Table.Tr key={s.stop}>
                  <Table.Th scope="row" fw={400}>
                    {name(s)}
                  </Table.Th>
                  <Table.Td ta="end">{number(s.n)}</Table.Td>
                  <Table.Td ta="end">{number(s.failed)}</Table.Td>
                  <Table.Td ta="end">{time(s.p50_ms)}</Table.Td>
                  <Table.Td ta="end">{time(s.p95_ms)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Part>
  );
}
