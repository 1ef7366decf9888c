import { Input, SegmentedControl, Stack, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { Language } from '../../app/Language';
import { Area } from './Area';
import { Section } from './Section';

/** Look is how the panel looks on this device. */
export function Look() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Area title={t`Appearance`}>
      <Section title={t`This device`} about={t`Others keep their own choice. The languages that the shop answers in stand under “Shop”.`}>
        <Stack gap="md" maw={360}>
          <Input.Wrapper label={t`Language of the panel`} labelElement="div">
            <Language fullWidth size="md" mt={4} />
          </Input.Wrapper>
          <Input.Wrapper label={t`Colors`} labelElement="div">
            <SegmentedControl
              fullWidth
              size="md"
              mt={4}
              aria-label={t`Colors`}
              value={colorScheme}
              onChange={(v) => setColorScheme(v as MantineColorScheme)}
              data={[
                { value: 'auto', label: t`As the device` },
                { value: 'light', label: t`Light` },
                { value: 'dark', label: t`Dark` },
              ]}
            />
          </Input.Wrapper>
        </Stack>
      </Section>
    </Area>
  );
}
