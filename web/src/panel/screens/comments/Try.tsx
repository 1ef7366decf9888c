import { Button, Group, List, Paper, Stack, Text, TextInput } from '@mantine/core';
import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { Section } from '../settings/Section';
import { reasons, verdicts, type Rule } from './words';

/** Try says which rule would answer a comment, with what, and why the others would not. */
export function Try({ rules }: { rules: Rule[] }) {
  const { t, i18n } = useLingui();
  const [text, setText] = useState('');
  const test = useMutation({ mutationFn: () => got(api.POST('/api/v1/comment-rules/test', { body: { text } })) });
  const r = test.data;
  const said = (words: Record<string, MessageDescriptor>, code = '') => (words[code] ? i18n._(words[code]) : code);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (text.trim()) test.mutate();
  };
  return (
    <Section title={t`Try a comment`} about={t`Nothing is sent.`}>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs">
          <TextInput flex={1} miw={180} label={t`Comment`} placeholder={t`How much is it?`} value={text} maxLength={3000} onChange={(e) => setText(e.currentTarget.value)} />
          <Button type="submit" variant="light" loading={test.isPending} disabled={!text.trim()}>
            <Trans>Try</Trans>
          </Button>
        </Group>
      </form>
      <Refusal error={test.error} />
      <div role="status">
        {r && (
          <Stack gap="xs">
            <Text fw={550}>
              {r.rule_id ? t`Answered by “${rules.find((x) => x.id === r.rule_id)?.title ?? ''}”` : t`Not answered: ${said(reasons, r.reason)}`}
            </Text>
            {r.private && <Said title={t`Private message`} text={r.private} />}
            {r.public && <Said title={t`Answer under the comment`} text={r.public} />}
            <List size="sm">
              {(r.rules ?? []).map((v) => (
                <List.Item key={v.rule_id}>
                  {v.title}: {v.fits ? t`fits` : said(verdicts, v.why)}
                </List.Item>
              ))}
            </List>
          </Stack>
        )}
      </div>
    </Section>
  );
}

function Said({ title, text }: { title: string; text: string }) {
  return (
    <Paper withBorder p="sm">
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
        {text}
      </Text>
    </Paper>
  );
}
