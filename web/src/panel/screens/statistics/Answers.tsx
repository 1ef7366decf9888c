import { Table, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Filter, TalksReport } from './filter';
import { Part } from './Part';
import { lasted } from './words';

/** Answers are how long customers waited for the first answer. */
export function Answers({ filter, read }: { filter: Filter; read: UseQueryResult<TalksReport> }) {
  const { t, i18n } = useLingui();
  return (
    <Part title={t`First answer`} about={t`Half of all customers, and 90 and 95 of 100, waited no longer.`} of={['first_answer']} report="answers" filter={filter} read={read} height={130}>
      {(r) =>
        r.assistant.n + r.people.n === 0 ? (
          <Text c="dimmed">
            <Trans>Nobody was answered in these days.</Trans>
          </Text>
        ) : (
          <Table tabularNums horizontalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t`Who`}</Table.Th>
                <Table.Th ta="end">{t`Half`}</Table.Th>
                <Table.Th ta="end">90</Table.Th>
                <Table.Th ta="end">95</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {[
                { who: t`Assistant`, x: r.assistant },
                { who: t`People`, x: r.people },
              ].map(({ who, x }) => (
                <Table.Tr key={who}>
                  <Table.Th scope="row" fw={400}>
                    {who}
                  </Table.Th>
                  {[x.p50_ms, x.p90_ms, x.p95_ms].map((ms, i) => (
                    <Table.Td key={i} ta="end">
                      {x.n ? lasted(ms, i18n.locale) : '–'}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )
      }
    </Part>
  );
}
