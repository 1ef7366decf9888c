import { SegmentedControl, Skeleton, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, got } from '../../api/client';
import { keys } from '../../api/keys';
import { Failed } from '../../ui/Failed';
import css from './Trial.module.css';

/** Told is what the model is told of the shop before each talk. */
export function Told() {
  const { t } = useLingui();
  const [channel, setChannel] = useState<'telegram' | 'instagram' | 'webchat'>('telegram');
  const { i18n } = useLingui();
  const lang = i18n.locale === 'en' ? 'en' : 'ru';
  const told = useQuery({ queryKey: [...keys.settings, 'prompt', channel, lang], queryFn: () => got(api.GET('/api/v1/assistant/prompt', { params: { query: { channel, lang } } })) });
  if (told.error) return <Failed error={told.error} again={() => void told.refetch()} />;
  return (
    <>
      <SegmentedControl
        mb="sm"
        aria-label={t`Channel`}
        value={channel}
        onChange={(c) => setChannel(c as typeof channel)}
        data={[
          { value: 'telegram', label: 'Telegram' },
          { value: 'instagram', label: 'Instagram' },
          { value: 'webchat', label: t`Site chat` },
        ]}
      />
      {told.data ? (
        <pre className={css.told} tabIndex={0} aria-label={t`What the model is told`}>
          {told.data.text}
        </pre>
      ) : (
        <Skeleton h={320} />
      )}
      <Text size="xs" c="dimmed">
        <Trans>Your manner and instructions stand in it under owner_says. Prices, stock and orders are not in it: the model asks for them.</Trans>
      </Text>
    </>
  );
}
