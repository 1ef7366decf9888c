import { ActionIcon, Button as Press, Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconRefresh, IconSend } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { api, got } from '../../api/client';
import { Refusal } from '../../ui/Refusal';
import { Answered } from './Answered';
import { Noted } from './Noted';
import { most, plainOf, type Button, type Line, type Said } from './trial';
import css from './Trial.module.css';

/** Trial talks to the shop as a customer would; nothing of it stays. talked hears of the first answer. */
export function Trial({ talked }: { talked?: () => void }) {
  const { t, i18n } = useLingui();
  const [lang, setLang] = useState<'ru' | 'en'>(i18n.locale === 'en' ? 'en' : 'ru');
  const [lines, setLines] = useState<Line[]>([]);
  const [said, setSaid] = useState<Said[]>([]);
  const [text, setText] = useState('');
  const end = useRef<HTMLDivElement>(null);
  const ask = useMutation({
    mutationFn: (all: Said[]) => got(api.POST('/api/v1/assistant/trial', { body: { lang, said: all } })),
    onSuccess: (reply, all) => {
      const answers = reply.answers ?? [];
      const answered = plainOf(answers);
      setSaid(all.map((line, i) => (i === all.length - 1 && answered ? { ...line, answered } : line)));
      const note: Line = { by: 'note', note: reply.note ?? '', would: reply.would ?? [], tokens: reply.tokens };
      setLines((was) => [...was, ...answers.map((answer): Line => ({ by: 'shop', answer, path: reply.path })), ...(note.note || note.would.length || note.tokens ? [note] : [])]);
      talked?.();
    },
  });
  // Newer browsers answer with a promise, which an effect must not return.
  useEffect(() => {
    void end.current?.scrollIntoView?.({ block: 'nearest' });
  }, [lines, ask.isPending]);
  const full = said.length >= most;
  const say = (line: Said, shown: string) => {
    if (ask.isPending || full) return;
    setLines((was) => [...was, { by: 'me', text: shown }]);
    ask.mutate([...said, line]);
  };
  const send = (e: FormEvent) => {
    e.preventDefault();
    if (!text.trim()) return;
    say({ text: text.trim() }, text.trim());
    setText('');
  };
  const anew = (l = lang) => (setLang(l), setLines([]), setSaid([]), ask.reset());
  const press = (b: Button) => b.action && say({ action: b.action }, b.text);
  return (
    <div className={css.trial}>
      <Group justify="space-between" p="xs" className={css.head}>
        <SegmentedControl
          size="sm"
          aria-label={t`The customer's language`}
          value={lang}
          onChange={(l) => anew(l as 'ru' | 'en')}
          data={[
            { value: 'ru', label: 'Русский' },
            { value: 'en', label: 'English' },
          ]}
        />
        <Press variant="subtle" size="compact-sm" leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => anew()}>
          <Trans>Begin anew</Trans>
        </Press>
      </Group>
      <div className={css.log} role="log" aria-label={t`The talk`} tabIndex={0}>
        {lines.length === 0 && (
          <Text c="dimmed" ta="center" p="lg">
            <Trans>Ask what a customer would ask: “what do you have?”, “how much is delivery?”. No order is made, nobody is told.</Trans>
          </Text>
        )}
        {lines.map((l, i) => (l.by === 'me' ? <div key={i} className={css.me}>{l.text}</div> : l.by === 'note' ? <Noted key={i} line={l} /> : <Answered key={i} line={l} press={press} />))}
        {ask.isPending && <div className={css.shop}>…</div>}
        <div ref={end} />
      </div>
      <Refusal error={ask.error} />
      {full && (
        <Text size="sm" p="xs">
          <Trans>The talk is long enough: begin anew.</Trans>
        </Text>
      )}
      <form onSubmit={send} className={css.foot}>
        <TextInput flex={1} aria-label={t`Your message`} placeholder={t`Your message`} value={text} onChange={(e) => setText(e.currentTarget.value)} maxLength={2000} />
        <ActionIcon type="submit" size={44} aria-label={t`Send`} disabled={!text.trim() || full} loading={ask.isPending}>
          <IconSend size={19} aria-hidden />
        </ActionIcon>
      </form>
    </div>
  );
}
