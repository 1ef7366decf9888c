import { Button, Group, Skeleton, Stack, Text, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, type Canned } from '../../api/desk';
import { keys } from '../../api/keys';
import { Failed } from '../../ui/Failed';
import { Refusal } from '../../ui/Refusal';
import { Sheet } from '../../ui/Sheet';
import css from './Thread.module.css';

const blank: Canned = { id: '', shortcut: '', title: '', text: { ru: '', en: '' } };

/** Ready is where the shop's ready answers are written. */
export function Ready({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useLingui();
  const [edited, edit] = useState<Canned | null>(null);
  const all = useQuery({ queryKey: keys.desk.canned, queryFn: desk.canned, enabled: opened });
  const items = all.data?.items ?? [];
  return (
    <Sheet title={t`Ready answers`} opened={opened} close={close}>
      {edited ? (
        <Form key={edited.id} from={edited} done={() => edit(null)} />
      ) : (
        <Stack>
          {all.error && <Failed error={all.error} again={() => void all.refetch()} />}
          {all.isPending && <Skeleton h={120} />}
          {all.data && items.length === 0 && (
            <Text c="dimmed">
              <Trans>Write once what you answer every day. In the field, / brings it.</Trans>
            </Text>
          )}
          <Stack gap={6}>
            {items.map((r) => (
              <UnstyledButton key={r.id} className={css.card} mt={0} mih={44} onClick={() => edit(r)}>
                <div>
                  <Text size="sm" fw={600}>
                    {r.title}{' '}
                    <Text span size="xs">
                      /{r.shortcut}
                    </Text>
                  </Text>
                  <Text size="xs" lineClamp={2}>
                    {r.text.ru || r.text.en}
                  </Text>
                </div>
              </UnstyledButton>
            ))}
          </Stack>
          <Button h={44} variant="light" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => edit(blank)}>
            <Trans>New answer</Trans>
          </Button>
        </Stack>
      )}
    </Sheet>
  );
}

function Form({ from, done }: { from: Canned; done: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [r, set] = useState(from);
  const ended = async () => {
    await client.invalidateQueries({ queryKey: keys.desk.canned });
    done();
  };
  const save = useMutation({ mutationFn: () => desk.keepCanned(r), onSuccess: ended });
  const drop = useMutation({ mutationFn: () => desk.dropCanned(r.id), onSuccess: ended });
  const text = (lang: 'ru' | 'en') => (value: string) => set({ ...r, text: { ...r.text, [lang]: value } });
  const name = '{name}';
  const order = '{order}';
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <TextInput required size="md" label={t`Title`} maxLength={80} value={r.title} onChange={(e) => set({ ...r, title: e.target.value })} data-autofocus />
        <TextInput required size="md" label={t`Shortcut`} description={t`One word that is typed after the slash.`} maxLength={32} leftSection="/" value={r.shortcut} onChange={(e) => set({ ...r, shortcut: e.target.value.replace(/[\s/]/g, '') })} />
        <Textarea size="md" label={t`Text in Russian`} autosize minRows={2} maxRows={8} maxLength={4000} value={r.text.ru ?? ''} onChange={(e) => text('ru')(e.target.value)} />
        <Textarea size="md" label={t`Text in English`} autosize minRows={2} maxRows={8} maxLength={4000} value={r.text.en ?? ''} onChange={(e) => text('en')(e.target.value)} />
        <Text size="sm" c="dimmed">
          <Trans>
            {name} becomes the customer’s name, {order} the number of their newest order.
          </Trans>
        </Text>
        <Refusal error={save.error ?? drop.error} />
        <Group justify="space-between">
          <Button h={44} variant="default" onClick={done}>
            <Trans>Back</Trans>
          </Button>
          <Group>
            {r.id && (
              <Button h={44} variant="subtle" color="red" loading={drop.isPending} onClick={() => drop.mutate()}>
                <Trans>Delete</Trans>
              </Button>
            )}
            <Button h={44} type="submit" loading={save.isPending}>
              <Trans>Save</Trans>
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
