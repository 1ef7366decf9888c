import { Alert, Button, FileButton, Group, Stack, Table, Text } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '../../app/Guard';
import { Money } from '../../ui/Money';
import { readCsv, type Read, type Row } from './goods';

const shown = 8;
const most = 1_000_000; // bytes

/** FromFile reads a spreadsheet saved as CSV, and shows what would be added and which lines cannot be. */
export function FromFile({ add, busy }: { add: (rows: Row[]) => void; busy: boolean }) {
  const { t, i18n } = useLingui();
  const { currency } = useMe().shop;
  const [read, setRead] = useState<Read[] | null>(null);
  const [big, setBig] = useState(false);
  const open = async (file: File | null) => {
    if (!file) return;
    setBig(file.size > most);
    setRead(file.size > most ? null : readCsv(await file.text(), currency, i18n.locale));
  };
  const rows = (read ?? []).flatMap((r) => ('row' in r ? [r.row] : []));
  const bad = (read ?? []).flatMap((r) => ('why' in r ? [r] : []));
  const why = { title: t`it has no name`, price: t`its price is no sum`, count: t`its count is no number` };
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">
        <Trans>A spreadsheet saved as CSV, a product in each line: name, price, how many there are (may be empty).</Trans>
      </Text>
      <FileButton onChange={(f) => void open(f)} accept=".csv,.txt,text/csv">
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconUpload size={16} aria-hidden />}>
            <Trans>Choose a file</Trans>
          </Button>
        )}
      </FileButton>
      {big && (
        <Alert color="orange" role="alert">
          <Trans>The file is larger than 1 MB: bring it in with “prilavok catalog import” on the server.</Trans>
        </Alert>
      )}
      {read && (
        <>
          {rows.length > 0 && (
            <Table maw={480} aria-label={t`What would be added`}>
              <Table.Tbody>
                {rows.slice(0, shown).map((r, i) => (
                  <Table.Tr key={i}>
                    <Table.Td>{Object.values(r.title)[0]}</Table.Td>
                    <Table.Td ta="right">
                      <Money sum={r.price} />
                    </Table.Td>
                    <Table.Td ta="right">{r.count ?? '—'}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )}
          {rows.length > shown && (
            <Text size="sm" c="dimmed">
              <Plural value={rows.length - shown} one="and # more" few="and # more" other="and # more" />
            </Text>
          )}
          {bad.length > 0 && (
            <Alert color="orange">
              {bad.slice(0, shown).map((b) => (
                <Text key={b.line} size="sm">
                  <Trans>
                    Line {b.line} is left out: {why[b.why]}
                  </Trans>
                </Text>
              ))}
            </Alert>
          )}
          <Group>
            <Button variant="light" loading={busy} disabled={rows.length === 0} onClick={() => (add(rows), setRead(null))}>
              <Plural value={rows.length} one="Add # product" few="Add # products" other="Add # products" />
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}
