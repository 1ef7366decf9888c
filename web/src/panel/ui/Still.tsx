import { Skeleton } from '@mantine/core';
import { useIsFetching, useQueryClient, type Query } from '@tanstack/react-query';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useState, type ReactNode } from 'react';
import css from './Still.module.css';

/** longest is how long parts wait for one another, in ms: one that takes longer must not hold up the rest. */
const longest = 2_000;

const unanswered = { predicate: (q: Query) => q.state.status === 'pending' };

/**
 * Still mounts its parts at once, and shows them when each has its first answer: parts that come one
 * by one push each other about under somebody's eyes. They are laid out meanwhile, unseen.
 */
export function Still({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [shown, show] = useState(false);
  const waiting = useIsFetching(unanswered);
  // What the page around asks for is on its way once this effect is over, which runs before the page's own.
  useEffect(() => {
    const timer = setTimeout(() => client.isFetching(unanswered) === 0 && show(true));
    return () => clearTimeout(timer);
  }, [client, waiting]);
  useEffect(() => {
    const timer = setTimeout(() => show(true), longest);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={css.still} data-waits={!shown || undefined}>
      <div className={css.parts}>{children}</div>
      {!shown && <Skeleton className={css.over ?? ''} role="status" aria-label={t`Loading`} />}
    </div>
  );
}
