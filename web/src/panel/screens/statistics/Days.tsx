import { Box, Table } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { Money } from '../../ui/Money';
import type { Step } from './filter';

/** Days are the chart as a table. */
export function Days({ steps, name }: { steps: Step[]; name: (s: Step) => string }) {
  const { t, i18n } = useLingui();
  const number = (n: number) => new Intl.NumberFormat(i18n.locale).format(n);
  return (
    <Box tabIndex={0} role="group" aria-label={t`Sales as a table`} mah={420} style={{ overflow: 'auto' }}>
      <Table tabularNums stickyHeader miw={420}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Day`}</Table.Th>
            <Table.Th ta="end">{t`Orders`}</Table.Th>
            <Table.Th ta="end">{t`Revenue`}</Table.Th>
            <Table.Th ta="end">{t`Average order`}</Table.Th>
            <Table.Th ta="end">{t`Orders canceled`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {steps.map((s) => (
            <Table.Tr key={s.day}>
              <Table.Th scope="row" fw={400}>
                {name(s)}
              </Table.Th>
              <Table.Td ta="end">{number(s.sales.orders)}</Table.Td>
              <Table.Td ta="end">
                <Money sum={s.sales.revenue} />
              </Table.Td>
              <Table.Td ta="end">{s.sales.orders ? <Money sum={s.sales.average} /> : '–'}</Table.Td>
              <Table.Td ta="end">{number(s.sales.canceled)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}
