import { ActionIcon, Button, Checkbox, Divider, Group, Stack, Switch } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowUp } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import { languagesOf, useSettings } from '../settings/data';
import { moved } from '../settings/Stages';
import { Texts, type ByLang } from '../settings/Texts';
import { use, useOf, usePaying, type Account, type Provider, type Use } from './data';
import { Receipts } from './Receipts';
import { Titles } from './Titles';

/** UseForm asks how an account is used: what it offers and in which words, holds, receipts, where to transfer to. */
export function UseForm({ account: a, kind, saved }: { account: Account; kind: Provider; saved: () => void }) {
  const { t, i18n } = useLingui();
  const lang = i18n.locale === 'ru' ? 'ru' : 'en';
  const languages = languagesOf(useSettings().data);
  const was = useOf(a);
  const all = (kind.methods ?? []).map((m) => m.name);
  const [u, setU] = useState<Use>({ ...was, methods: was.methods?.length ? was.methods : all });
  const set = (part: Partial<Use>) => setU((old) => ({ ...old, ...part }));
  const on = u.methods ?? [];
  const shown = [...on, ...all.filter((m) => !on.includes(m))];
  const title = (m: string) => kind.methods?.find((x) => x.name === m)?.title[lang] ?? m;
  const back = usePaying((body: Use) => use(a.id, body));
  const save = usePaying(
    (body: Use) => use(a.id, body),
    () => (saved(), done(t`${kind.title[lang] ?? ''}: saved`, { label: t`Undo`, run: () => back.mutate(was) })),
  );
  const submit = (e: FormEvent) => {
    e.preventDefault();
    save.mutate(u);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {all.length > 1 && (
          <Stack gap="xs" role="group" aria-label={t`What customers can choose`}>
            <Divider label={<Trans>What customers can choose</Trans>} labelPosition="left" />
            {shown.map((m) => {
              const i = on.indexOf(m);
              return (
                <Group key={m} justify="space-between" wrap="nowrap">
                  <Checkbox label={title(m)} checked={i >= 0} disabled={i >= 0 && on.length === 1} onChange={(e) => set({ methods: e.currentTarget.checked ? [...on, m] : on.filter((x) => x !== m) })} />
                  {i > 0 && (
                    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`${title(m)}: earlier`} onClick={() => set({ methods: moved(on, i, -1) })}>
                      <IconArrowUp size={18} aria-hidden />
                    </ActionIcon>
                  )}
                </Group>
              );
            })}
          </Stack>
        )}
        <Titles methods={on} title={title} languages={languages} value={u.titles ?? {}} change={(titles) => set({ titles })} />
        {kind.manual && (
          <Texts
            label={t`Where to transfer to`}
            description={t`Told to whoever pays by transfer: bank, account, name.`}
            long
            languages={languages}
            value={(u.details ?? {}) as ByLang}
            change={(details) => set({ details })}
          />
        )}
        {kind.two_stage && <Switch label={t`Hold the money first, take it when the goods are sent`} checked={u.two_stage ?? false} onChange={(e) => set({ two_stage: e.currentTarget.checked })} />}
        {kind.receipts && <Receipts value={u.receipt ?? { on: false }} change={(receipt) => set({ receipt })} />}
        <Refusal error={save.error} />
        <Button type="submit" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
          <Trans>Save</Trans>
        </Button>
      </Stack>
    </form>
  );
}
