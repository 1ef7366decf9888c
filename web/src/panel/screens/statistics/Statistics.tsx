import { SimpleGrid, Stack } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Page } from '../../ui/Page';
import { Answers } from './Answers';
import { Automation } from './Automation';
import { salesOf, talksOf } from './data';
import { readFilter } from './filter';
import { Funnel } from './Funnel';
import { Goods } from './Goods';
import { SalesPart } from './SalesPart';
import { Satisfaction } from './Satisfaction';
import { Tools } from './Tools';

/** Statistics are how the shop did over some days, by filters that stand in the address. */
export function Statistics() {
  const { t } = useLingui();
  const filter = readFilter(useSearch({ strict: false }) as Record<string, unknown>);
  const sales = useQuery(salesOf(filter));
  const talks = useQuery(talksOf(filter));
  const shown = sales.data && { from: sales.data.period.from, to: sales.data.period.to };
  return (
    <Page title={t`Statistics`} tools={<Tools filter={filter} shown={shown} />}>
      <Stack gap="md" maw={1100}>
        <SalesPart filter={filter} read={sales} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
          <Goods filter={filter} />
          <Stack gap="md">
            <Funnel filter={filter} read={talks} />
            <Answers filter={filter} read={talks} />
            <Automation filter={filter} read={talks} />
          </Stack>
        </SimpleGrid>
        <Satisfaction filter={filter} />
      </Stack>
    </Page>
  );
}
