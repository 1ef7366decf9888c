import { Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { desk } from '../../api/desk';
import { keys } from '../../api/keys';
import { Failed } from '../../ui/Failed';
import { Sheet } from '../../ui/Sheet';
import { Bar } from './Bar';
import { Composer } from './Composer';
import { Holder } from './Holder';
import css from './Inbox.module.css';
import { Messages } from './Messages';
import { Proposed } from './Proposed';
import { Side } from './Side';
import { useActions } from './useActions';
import { useThread } from './useThread';
import { Window } from './Window';

/** Opened is one conversation, with the customer beside it. */
export function Opened() {
  const { id = '' } = useParams({ strict: false });
  // Each conversation begins anew: where it was scrolled to, what was tried in it.
  return <Shown key={id} id={id} />;
}

function Shown({ id }: { id: string }) {
  const { t } = useLingui();
  const [aside, setAside] = useState(false);
  const wide = useMediaQuery('(min-width: 80em)', false, { getInitialValueInEffect: false });
  const one = useQuery({ queryKey: keys.desk.one(id), queryFn: () => desk.one(id) });
  const thread = useThread(id, one.data);
  const actions = useActions(id);
  if (one.error && !one.data) return <Failed error={one.error} again={() => void one.refetch()} />;
  if (!one.data) return <Skeleton h="100%" radius={0} />;
  const c = one.data;
  return (
    <>
      <section className={css.thread} aria-label={c.name || t`Visitor`}>
        <Bar c={c} actions={actions} aside={wide ? undefined : () => setAside(true)} />
        <Holder c={c} actions={actions} />
        <Messages c={c} thread={thread} />
        <Window c={c} />
        <Proposed c={c} last={thread.last} />
        <Composer c={c} last={thread.last} />
      </section>
      {wide ? (
        <aside className={css.side} aria-label={t`Customer`}>
          <Side c={c} />
        </aside>
      ) : (
        <Sheet aside title={t`Customer`} opened={aside} close={() => setAside(false)}>
          <Side c={c} />
        </Sheet>
      )}
    </>
  );
}
