import { ActionIcon, Button, Group, Input, Paper, Stack, Switch, TagsInput, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { Texts, type ByLang } from './Texts';

export interface Stage {
  key: string;
  title: ByLang;
  status?: string[];
  payment?: string[];
  fulfillment?: string[];
  by_hand?: boolean;
}

interface Props {
  label: string;
  description: string;
  error: string | undefined;
  disabled: boolean;
  languages: ('ru' | 'en')[];
  value: Stage[];
  change: (value: Stage[]) => void;
}

/** moved is a list with the item at i one place earlier or later. */
export function moved<T>(list: T[], i: number, by: 1 | -1): T[] {
  const out = [...list];
  const [item] = out.splice(i, 1);
  if (item !== undefined) out.splice(i + by, 0, item);
  return out;
}

/** newKey is a key that no stage has yet. */
export function newKey(list: Stage[]): string {
  let n = list.length + 1;
  while (list.some((s) => s.key === `stage_${n}`)) n++;
  return `stage_${n}`;
}

/** Stages are the shop's own words for where an order is, in their order. */
export function Stages({ label, description, error, disabled, languages, value, change }: Props) {
  const { t } = useLingui();
  const set = (i: number, part: Partial<Stage>) => change(value.map((s, at) => (at === i ? { ...s, ...part } : s)));
  return (
    <Input.Wrapper label={label} labelElement="div" description={description} error={error}>
      <Stack gap="xs" mt="xs">
        {value.map((s, i) => (
          <Paper withBorder p="sm" key={s.key} component="fieldset" aria-label={s.title[languages[0] ?? 'ru'] || s.key}>
            <Group justify="space-between" mb="xs">
              <Text size="sm" c="dimmed">
                {s.key}
              </Text>
              <Group gap={4}>
                <ActionIcon variant="subtle" size={44} disabled={disabled || i === 0} aria-label={t`Earlier`} onClick={() => change(moved(value, i, -1))}>
                  <IconArrowUp size={18} aria-hidden />
                </ActionIcon>
                <ActionIcon variant="subtle" size={44} disabled={disabled || i === value.length - 1} aria-label={t`Later`} onClick={() => change(moved(value, i, 1))}>
                  <IconArrowDown size={18} aria-hidden />
                </ActionIcon>
                <ActionIcon variant="subtle" size={44} color="red" disabled={disabled} aria-label={t`Take the stage away`} onClick={() => change(value.filter((_, at) => at !== i))}>
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              </Group>
            </Group>
            <Stack gap="xs">
              <Texts label={t`Title of the stage`} languages={languages} disabled={disabled} value={s.title} change={(title) => set(i, { title })} />
              <Switch
                label={t`A person sets it`}
                disabled={disabled}
                checked={s.by_hand ?? false}
                onChange={(e) => set(i, e.currentTarget.checked ? { by_hand: true, status: [], payment: [], fulfillment: [] } : { by_hand: false })}
              />
              {!s.by_hand && <Conditions stage={s} disabled={disabled} set={(part) => set(i, part)} />}
            </Stack>
          </Paper>
        ))}
        <Button
          variant="light"
          disabled={disabled}
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => change([...value, { key: newKey(value), title: {}, by_hand: true }])}
        >
          <Trans>Add a stage</Trans>
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}

const words = {
  status: ['draft', 'placed', 'completed', 'canceled'],
  payment: ['not_paid', 'awaiting', 'authorized', 'partially_captured', 'captured', 'partially_refunded', 'refunded', 'canceled'],
  fulfillment: ['not_fulfilled', 'partially_fulfilled', 'fulfilled', 'shipped', 'delivered', 'partially_returned', 'returned'],
};

/** Conditions are the facts under which an order stands in a stage by itself. */
function Conditions({ stage, disabled, set }: { stage: Stage; disabled: boolean; set: (part: Partial<Stage>) => void }) {
  const { t } = useLingui();
  const labels = { status: t`When the order is`, payment: t`and the payment is`, fulfillment: t`and the goods are` };
  return (['status', 'payment', 'fulfillment'] as const).map((k) => (
    <TagsInput key={k} label={labels[k]} placeholder={stage[k]?.length ? '' : t`whatever it is`} disabled={disabled} data={words[k]} value={stage[k] ?? []} onChange={(v) => set({ [k]: v })} />
  ));
}
