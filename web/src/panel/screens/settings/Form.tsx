import { Affix, Button, Group, Paper, Skeleton, Stack } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { Problem } from '../../api/problem';
import { useMay } from '../../app/Guard';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { languagesOf, useSave, useSettings, type Edits, type Setting } from './data';
import { Field } from './Field';
import css from './Settings.module.css';

interface Props {
  /** wanted tells which settings are asked for. */
  wanted: (s: Setting) => boolean;
  /** next is drawn in place of the bar that saves: the guide goes on with its own button. */
  next?: (save: (then: () => void) => void, busy: boolean) => ReactNode;
}

/** Form asks for some settings and saves those that were changed, all or none. */
export function Form({ wanted, next }: Props) {
  const may = useMay('settings:write');
  const [edits, setEdits] = useState<Edits>({});
  const all = useSettings();
  const save = useSave(() => setEdits({}));
  if (all.error && !all.data) return <Failed error={all.error} again={() => void all.refetch()} />;
  if (!all.data) return <Skeleton h={400} role="status" />;
  const wrong = save.error instanceof Problem ? save.error.fields : [];
  const dirty = Object.keys(edits).length > 0;
  const items = (all.data.items ?? []).filter(wanted);
  const go = (then: () => void) => (dirty ? save.mutate(edits, { onSuccess: then }) : then());
  return (
    <Stack gap="lg" className={css.form} data-dirty={(dirty && !next) || undefined}>
      {items.map((s) => (
        <Field
          key={s.key}
          setting={s}
          value={s.key in edits ? edits[s.key] : s.value}
          currency={all.data.currency}
          languages={s.key in edits || 'shop.languages' in edits ? languagesOf(withEdits(all.data, edits)) : languagesOf(all.data)}
          error={wrong.find((f) => f.field === `body.changes.${s.key}`)?.message}
          disabled={!may}
          change={(value) => setEdits((was) => ({ ...was, [s.key]: value }))}
        />
      ))}
      {save.error && wrong.length === 0 && <Refusal error={save.error} />}
      {next?.(go, save.isPending)}
      {dirty && !next && (
        <Affix className={css.bar} position={{ bottom: 0 }} zIndex={90}>
          <Paper withBorder shadow="md" p="xs">
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={() => (setEdits({}), save.reset())}>
                <Trans>Discard</Trans>
              </Button>
              <Button loading={save.isPending} onClick={() => save.mutate(edits)}>
                <Trans>Save</Trans>
              </Button>
            </Group>
          </Paper>
        </Affix>
      )}
    </Stack>
  );
}

function withEdits(all: NonNullable<ReturnType<typeof useSettings>['data']>, edits: Edits) {
  return { ...all, items: (all.items ?? []).map((s) => (s.key in edits ? { ...s, value: edits[s.key] } : s)) };
}
