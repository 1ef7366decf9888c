import { ActionIcon, Button, Group, NumberInput, Select, Stack, TextInput, Textarea } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import { choices, useCategories } from '../products/useCategories';
import { status } from '../products/words';
import type { Draft, Wrong } from './draft';
import { Part } from './Part';
import css from './Product.module.css';

interface Props {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  disabled: boolean;
}

/** About is what customers read: names and descriptions in both languages, and facts. */
export function About({ draft, set, wrong, disabled }: Props & { wrong: Wrong }) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'en' ? 'en' : 'ru';
  const facts = draft.attributes;
  const fact = (i: number, key: 'name' | 'value', text: string) =>
    set({ attributes: facts.map((a, n) => (n === i ? { ...a, [key]: { ...a[key], [lang]: text } } : a)) });
  return (
    <Part title={t`What it is`}>
      <div className={css.pair}>
        <TextInput
          label={t`Name in Russian`}
          disabled={disabled}
          value={draft.title.ru ?? ''}
          error={wrong.title && t`A name in one of the languages is needed`}
          onChange={(e) => set({ title: { ...draft.title, ru: e.currentTarget.value } })}
        />
        <TextInput label={t`Name in English`} disabled={disabled} value={draft.title.en ?? ''} onChange={(e) => set({ title: { ...draft.title, en: e.currentTarget.value } })} />
      </div>
      <div className={css.pair}>
        <Textarea label={t`Description in Russian`} disabled={disabled} autosize minRows={3} maxRows={14} value={draft.description.ru ?? ''} onChange={(e) => set({ description: { ...draft.description, ru: e.currentTarget.value } })} />
        <Textarea label={t`Description in English`} disabled={disabled} autosize minRows={3} maxRows={14} value={draft.description.en ?? ''} onChange={(e) => set({ description: { ...draft.description, en: e.currentTarget.value } })} />
      </div>
      {facts.map((a, i) => (
        <Group key={i} gap="xs" wrap="nowrap" align="end">
          <TextInput label={t`Fact ${i + 1}`} placeholder={t`Material`} flex={1} disabled={disabled} value={a.name[lang] ?? ''} onChange={(e) => fact(i, 'name', e.currentTarget.value)} />
          <TextInput label={t`What it says, ${i + 1}`} placeholder={t`Cotton`} flex={1} disabled={disabled} value={a.value[lang] ?? ''} onChange={(e) => fact(i, 'value', e.currentTarget.value)} />
          <ActionIcon variant="subtle" color="gray" size={36} disabled={disabled} aria-label={t`Take fact ${i + 1} away`} onClick={() => set({ attributes: facts.filter((_, n) => n !== i) })}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button size="compact-sm" variant="subtle" disabled={disabled} onClick={() => set({ attributes: [...facts, { name: {}, value: {} }] })}>
          <Trans>Add a fact</Trans>
        </Button>
      </div>
    </Part>
  );
}

/** Place is where a product stands in the shop. */
export function Place({ draft, set, disabled }: Props) {
  const { t, i18n } = useLingui();
  const { list } = useCategories();
  return (
    <Part title={t`In the shop`}>
      <Stack gap="sm">
        <Select
          label={t`Status`}
          disabled={disabled}
          allowDeselect={false}
          data={Object.entries(status).map(([value, word]) => ({ value, label: i18n._(word.label) }))}
          value={draft.status}
          onChange={(v) => v && set({ status: v as Draft['status'] })}
        />
        <Select
          label={t`Category`}
          disabled={disabled}
          clearable
          searchable
          data={choices(list, i18n.locale)}
          value={draft.category_id || null}
          onChange={(v) => set({ category_id: v ?? '' })}
        />
        <TextInput label={t`Brand`} disabled={disabled} value={draft.brand} onChange={(e) => set({ brand: e.currentTarget.value })} />
        <NumberInput label={t`Place in lists`} description={t`Lower numbers come first`} disabled={disabled} min={0} allowDecimal={false} value={draft.position} onChange={(n) => set({ position: Number(n) || 0 })} />
        <TextInput label={t`Name in addresses`} description={t`Made of the name when left empty`} disabled={disabled} value={draft.slug} onChange={(e) => set({ slug: e.currentTarget.value })} />
      </Stack>
    </Part>
  );
}
