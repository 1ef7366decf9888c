import { Text } from '@mantine/core';
import { Plural, Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { Conversation } from '../../api/desk';
import { When } from '../../ui/When';
import css from './Thread.module.css';
import { left } from './until';

const soon = 12 * 3600_000; // ms: from here on the time left is worth saying

/** Window says until when the channel lets us answer, and what happens after that. */
export function Window({ c }: { c: Conversation }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  if (!c.window_until || c.state === 'resolved') return null;
  const ms = new Date(c.window_until).getTime() - now;
  if (ms <= 0) {
    return (
      <div className={css.window} data-over>
        <Text size="xs" role="status" inherit>
          <Trans>The time to answer is over: the channel takes no messages until the customer writes again.</Trans>
        </Text>
      </div>
    );
  }
  const { hours, minutes } = left(ms);
  return (
    <div className={css.window}>
      <Trans>
        Can be answered until <When at={c.window_until} />
      </Trans>
      {ms < soon && (
        <>
          {' · '}
          {hours > 0 ? <Plural value={hours} one="# hour left" other="# hours left" /> : <Plural value={minutes} one="# minute left" other="# minutes left" />}
        </>
      )}
    </div>
  );
}
