import { Kbd, Table } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { Sheet } from '../../ui/Sheet';

/** Help lists the keys. */
export function Help({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useLingui();
  const rows: [string[], string][] = [
    [['J', 'K'], t`The next and the previous conversation`],
    [['Enter'], t`Open it`],
    [['R'], t`Answer`],
    [['N'], t`Write a note for colleagues`],
    [['/'], t`In the field: a ready answer`],
    [['D'], t`Take the assistant's draft into the field, or ask for one`],
    [['S'], t`Send the assistant's draft as it is`],
    [['E'], t`Resolve`],
    [['Esc'], t`Leave the field; close the conversation`],
    [['?'], t`This list`],
  ];
  return (
    <Sheet title={t`Keys`} opened={opened} close={close}>
      <Table>
        <Table.Tbody>
          {rows.map(([names, what]) => (
            <Table.Tr key={what}>
              <Table.Td w={90}>
                {names.map((n) => (
                  <Kbd key={n} mr={4}>
                    {n}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Sheet>
  );
}
