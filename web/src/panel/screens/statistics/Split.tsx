import { Table } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { SatisfactionReport } from './filter';
import { channels } from './filter';
import { channelNames, share } from './words';

/** Split is the same by who answered, and by channel where there are several. */
export function Split({ r }: { r: SatisfactionReport }) {
  const { t, i18n } = useLingui();
  const number = (n: number) => new Intl.NumberFormat(i18n.locale).format(n);
  const name = (c: string) => {
    const known = channels.find((x) => x === c);
    return known ? i18n._(channelNames[known]) : c;
  };
  const by = (r.channels ?? []).map((c) => ({ who: name(c.channel), sum: c.sum }));
  const rows = [{ who: t`Assistant alone`, sum: r.alone }, { who: t`With a person`, sum: r.helped }, ...(by.length > 1 ? by : [])];
  return (
    <Table tabularNums horizontalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t`Who answered`}</Table.Th>
          <Table.Th ta="end" style={{ whiteSpace: 'nowrap' }}>{t`Asked`}</Table.Th>
          <Table.Th ta="end" style={{ whiteSpace: 'nowrap' }}>{t`Rated`}</Table.Th>
          <Table.Th ta="end" style={{ whiteSpace: 'nowrap' }}>{t`4 or 5`}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ who, sum }) => (
          <Table.Tr key={who}>
            <Table.Th scope="row" fw={400}>
              {who}
            </Table.Th>
            <Table.Td ta="end">{number(sum.asked)}</Table.Td>
            <Table.Td ta="end">{number(sum.rated)}</Table.Td>
            <Table.Td ta="end">{sum.csat === undefined ? '–' : share(sum.csat, i18n.locale)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
