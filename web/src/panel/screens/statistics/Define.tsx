import { ActionIcon, Popover, Stack, Text } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { definitions } from './data';

/** Define tells, one tap away, what numbers are: all of those that it is given. */
export function Define({ of, name }: { of: string[]; name: string }) {
  const { t, i18n } = useLingui();
  const all = useQuery(definitions);
  const text = (x: { ru?: string; en?: string }) => (i18n.locale === 'en' ? x.en : x.ru) ?? '';
  return (
    <Popover width={320} position="bottom-end" withArrow shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`What is it: ${name}`}>
          <IconInfoCircle size={18} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`What is it: ${name}`} mah="60vh" style={{ overflowY: 'auto' }} tabIndex={0}>
        <Stack gap="sm">
          {(all.data?.items ?? [])
            .filter((d) => of.includes(d.id))
            .map((d) => (
              <div key={d.id}>
                <Text fw={600} size="sm">
                  {text(d.title)}
                </Text>
                <Text size="sm">{text(d.text)}</Text>
              </div>
            ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
