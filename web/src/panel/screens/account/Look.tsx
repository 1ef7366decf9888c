import { Group, SegmentedControl, Stack, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Language } from '../../app/Language';
import { Section } from '../../ui/Section';

/** Look is language and color scheme of the panel, on this device. */
export function Look() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Section title={t`Look`} about={t`For this device.`}>
      <Group gap="xl">
        <Stack gap={4}>
          <Text size="sm" fw={500}>
            <Trans>Language</Trans>
          </Text>
          <Language size="sm" />
        </Stack>
        <Stack gap={4}>
          <Text size="sm" fw={500}>
            <Trans>Color scheme</Trans>
          </Text>
          <SegmentedControl
            aria-label={t`Color scheme`}
            value={colorScheme}
            onChange={(v) => setColorScheme(v as MantineColorScheme)}
            data={[
              { value: 'auto', label: t`Auto` },
              { value: 'light', label: t`Light` },
              { value: 'dark', label: t`Dark` },
            ]}
          />
        </Stack>
      </Group>
    </Section>
  );
}
