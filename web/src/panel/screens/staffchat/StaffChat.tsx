import { Skeleton, Stack } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Failed } from '../../ui/Failed';
import { Section } from '../../ui/Section';
import { Area } from '../settings/Area';
import { Form } from '../settings/Form';
import { Connect } from './Connect';
import { Connected } from './Connected';
import { useChat } from './data';
import { Kinds } from './Kinds';

/** StaffChat is the group in Telegram where the shop's people are told and answer: connecting it, what comes there, a test. */
export function StaffChat() {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const [was, setWas] = useState('');
  const chat = useChat(code !== '');
  const c = chat.data;
  if (code && c?.connected && c.chat_id !== was) {
    setCode('');
    setWas(c.chat_id ?? '');
  }
  const begin = (say: string) => {
    setWas(c?.chat_id ?? '');
    setCode(say);
  };
  return (
    <Area title={t`Staff chat`}>
      <Stack gap="md">
        {chat.error && !c && <Failed error={chat.error} again={() => void chat.refetch()} />}
        {chat.isPending && <Skeleton h={220} role="status" aria-label={t`Loading`} />}
        {c?.connected && !code && <Connected chat={c} another={begin} />}
        {c && (!c.connected || code) && <Connect chat={c} code={code} begin={begin} stop={c.connected ? () => setCode('') : undefined} />}
        {c?.connected && (
          <Section title={t`Topics`}>
            <Form wanted={(s) => s.key === 'notices.staff_topics'} />
          </Section>
        )}
        {c && <Kinds />}
      </Stack>
    </Area>
  );
}
