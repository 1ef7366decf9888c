import { Code, Group, Paper, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Part } from './Part';
import { faultKinds, type State } from './words';

/** Faults are what went wrong in the last day, by its code, in plain words. */
export function Faults({ list }: { list: NonNullable<State['faults']> }) {
  const { t, i18n } = useLingui();
  return (
    <Part title={t`Errors of the last 24 hours`}>
      {list.length === 0 && (
        <Text c="dimmed">
          <Trans>None.</Trans>
        </Text>
      )}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {list.map((f) => {
          const kind = faultKinds[f.what];
          return (
            <Paper withBorder p="sm" component="li" key={`${f.what} ${f.code}`}>
              <Group justify="space-between" wrap="nowrap" align="flex-start">
                <div>
                  <Text size="sm">{f.why}</Text>
                  <Group gap="xs" mt={4}>
                    <Code>{f.code}</Code>
                    <Text size="sm" c="dimmed">
                      {kind ? i18n._(kind) : f.what}
                    </Text>
                  </Group>
                </div>
                <Text fz={20} fw={650} style={{ fontVariantNumeric: 'tabular-nums' }}>
                  {f.n}
                </Text>
              </Group>
            </Paper>
          );
        })}
      </Stack>
    </Part>
  );
}
