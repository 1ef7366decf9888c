import { ActionIcon, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { changed, without, type Rate } from './data';
import { Sum } from './Sum';

/** Rates are prices by weight; without any, one price holds. */
export function Rates({ value, change }: { value: Rate[]; change: (list: Rate[]) => void }) {
  const { t } = useLingui();
  return (
    <Stack gap="xs">
      {value.map((r, i) => (
        <Group key={i} align="flex-end" gap="xs" wrap="nowrap" role="group" aria-label={t`Price by weight, ${i + 1}`}>
          <NumberInput
            label={t`Up to, grams`}
            placeholder={t`any weight`}
            min={0}
            allowDecimal={false}
            style={{ flex: 1 }}
            value={r.up_to || ''}
            onChange={(v) => change(changed(value, i, { up_to: Number(v) || 0 }))}
          />
          <div style={{ flex: 1 }}>
            <Sum label={t`Price`} value={r.price} change={(price) => change(changed(value, i, { price }))} />
          </div>
          <ActionIcon variant="subtle" color="red" size={36} aria-label={t`Take this price away`} onClick={() => change(without(value, i))}>
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {value.length > 0 && (
        <Text size="xs" c="dimmed">
          <Trans>From light to heavy. The last may be for any weight; else heavier parcels are not taken.</Trans>
        </Text>
      )}
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} style={{ alignSelf: 'flex-start' }} onClick={() => change([...value, { price: 0 }])}>
        {value.length > 0 ? <Trans>Add a weight</Trans> : <Trans>Set prices by weight</Trans>}
      </Button>
    </Stack>
  );
}
