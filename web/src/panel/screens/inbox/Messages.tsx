import { ActionIcon, Skeleton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconArrowDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Conversation } from '../../api/desk';
import { Failed } from '../../ui/Failed';
import { Bubble } from './Bubble';
import { Leaving } from './Leaving';
import { lines } from './lines';
import css from './Thread.module.css';
import type { Thread } from './useThread';

/**
 * Messages is what was said, oldest above. Only what is in view exists; older ones that load
 * leave what is read in its place, new ones move the list only when its end is in view.
 */
export function Messages({ c, thread }: { c: Conversation; thread: Thread }) {
  const { t, i18n } = useLingui();
  const scroll = useRef<HTMLDivElement>(null);
  const all = useMemo(() => lines(thread.items, thread.waiting, i18n.locale, new Date()), [thread.items, thread.waiting, i18n.locale]);
  const [end, setEnd] = useState(true);
  const virtual = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroll.current,
    estimateSize: (i) => (all[i]?.day ? 32 : 76),
    getItemKey: (i) => all[i]?.key ?? i,
    overscan: 10,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: 80,
    paddingStart: 8,
    paddingEnd: 8,
    onChange: (v) => setEnd(v.isAtEnd()),
  });
  const ready = all.length > 0;
  useEffect(() => {
    if (ready) virtual.scrollToEnd();
    // Once, when the first messages are there.
  }, [ready, virtual]);
  // What one writes oneself is always shown.
  const own = thread.waiting.length;
  useEffect(() => {
    if (own) virtual.scrollToEnd();
  }, [own, virtual]);
  // Its end stays in view when the field below grows, and when a picture in it has loaded.
  const inner = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  useEffect(() => {
    const box = scroll.current;
    if (!box) return;
    const seen = new ResizeObserver(() => stuck.current && virtual.scrollToEnd());
    seen.observe(box);
    if (inner.current) seen.observe(inner.current);
    return () => seen.disconnect();
  }, [virtual, ready]);
  const shown = virtual.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const { more } = thread;
  useEffect(() => {
    if (more && ready && first <= 5) more();
  }, [more, ready, first, all.length]);
  if (thread.error && !ready) return <Failed error={thread.error} again={() => void thread.refetch()} />;
  return (
    <div className={css.frame}>
      <div className={css.scroll} ref={scroll} onScroll={() => (stuck.current = virtual.isAtEnd())} role="log" aria-label={t`Messages`} aria-busy={thread.isPending} tabIndex={0}>
        {thread.isPending && <Skeleton h="40%" my="md" maw={420} />}
        <div ref={inner} style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {shown.map((v) => {
            const line = all[v.index];
            if (!line) return null;
            return (
              <div
                key={v.key}
                ref={virtual.measureElement}
                data-index={v.index}
                className={css.item}
                data-side={line.side}
                style={{ position: 'absolute', insetInline: 0, transform: `translateY(${v.start}px)` }}
              >
                {line.day && <div className={css.day}>{line.day}</div>}
                {line.message && <Bubble m={line.message} c={c} />}
                {line.going && <Leaving g={line.going} />}
              </div>
            );
          })}
        </div>
      </div>
      {!end && (
        <ActionIcon className={css.down} variant="default" radius="xl" size={44} aria-label={t`To the newest message`} onClick={() => virtual.scrollToEnd()}>
          <IconArrowDown size={20} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}
