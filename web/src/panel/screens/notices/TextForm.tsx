import { Button, Code, Group, Paper, Stack, Switch, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Markup } from '../../../chat/markup';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Refusal } from '../../ui/Refusal';
import { done } from '../../ui/undo';
import { events, keyOf, type Text as NoticeText } from './words';

const pause = 400; // ms

/** TextForm is one text with its preview on a sample order; every save is a new version. */
export function TextForm({ text: x, close }: { text: NoticeText; close: () => void }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const [body, setBody] = useState(x.body || x.built_in);
  const [active, setActive] = useState(x.active);
  const own = body.trim() === x.built_in.trim() ? '' : body;
  const [shown] = useDebouncedValue(own, pause);
  const preview = useQuery({
    queryKey: [...keys.texts, 'preview', keyOf(x), shown],
    queryFn: () => got(api.POST('/api/v1/notice-texts/preview', { body: { ...keyOf(x), body: shown } })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const put = (text: string, on: boolean) => got(api.PUT('/api/v1/notice-texts', { body: { ...keyOf(x), body: text, active: on } }));
  const fresh = () => client.invalidateQueries({ queryKey: keys.texts });
  const save = useMutation({
    mutationFn: () => put(own, active),
    onSuccess: async () => {
      await fresh();
      close();
      done(t`The text is saved`, { label: t`Undo`, run: () => void put(x.body, x.active).then(fresh) });
    },
  });
  return (
    <Stack>
      <Textarea label={events[x.event] ? i18n._(events[x.event]!) : x.event} lang={x.lang} autosize minRows={4} maxRows={14} maxLength={4000} value={body} onChange={(e) => setBody(e.currentTarget.value)} />
      {(x.variables ?? []).length > 0 && (
        <Group gap={6}>
          <Text size="sm" c="dimmed">
            <Trans>Filled in:</Trans>
          </Text>
          {(x.variables ?? []).map((v) => (
            <Code key={v}>{`{${v}}`}</Code>
          ))}
        </Group>
      )}
      <div>
        <Text size="sm" c="dimmed" mb={4}>
          <Trans>With a sample order</Trans>
        </Text>
        <Paper withBorder p="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }} role="status">
          {preview.data && <Markup text={preview.data.text} />}
        </Paper>
      </div>
      <Switch label={t`Say it`} checked={active} onChange={(e) => setActive(e.currentTarget.checked)} />
      <Refusal error={save.error ?? preview.error} />
      <Group justify="space-between">
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          <Trans>Save</Trans>
        </Button>
        <Button variant="subtle" disabled={!own} onClick={() => setBody(x.built_in)}>
          <Trans>The built-in text</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
