import { Box, Skeleton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconInbox } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Conversation } from '../../api/desk';
import { Empty } from '../../ui/Empty';
import { Failed } from '../../ui/Failed';
import type { Filter } from './filter';
import css from './Inbox.module.css';
import { Row } from './Row';
import { Tools } from './Tools';

interface Props {
  filter: Filter;
  list: { items: Conversation[] | undefined; error: unknown; refetch: () => unknown; more: (() => void) | undefined };
  open: string | undefined;
  help: () => void;
}

const height = 87;

/** List is the conversations of a filter; only the rows in view exist. */
export function List({ filter, list, open, help }: Props) {
  const { t } = useLingui();
  const scroll = useRef<HTMLDivElement>(null);
  const items = list.items ?? [];
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    getItemKey: (i) => items[i]?.id ?? i,
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { more } = list;
  useEffect(() => {
    if (more && last >= items.length - 15) more();
  }, [more, last, items.length]);
  const at = items.findIndex((c) => c.id === open);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
    // Only when another one is opened, not when the list moves.
  }, [open]);
  return (
    <Box component="section" aria-label={t`Conversations`} className={css.list}>
      <Tools filter={filter} help={help} />
      <div className={css.scroll} ref={scroll} tabIndex={-1}>
        {!list.items && list.error ? (
          <Failed error={list.error} again={() => void list.refetch()} />
        ) : !list.items ? (
          Array.from({ length: 6 }, (_, i) => <Skeleton key={i} h={height - 1} mb={1} radius={0} />)
        ) : items.length === 0 ? (
          <Nobody filter={filter} />
        ) : (
          <div role="list" aria-label={t`Conversations`} style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {shown.map((v) => {
              const c = items[v.index];
              return (
                c && (
                  <div
                    role="listitem"
                    key={c.id}
                    ref={virtual.measureElement}
                    data-index={v.index}
                    style={{ position: 'absolute', insetInline: 0, transform: `translateY(${v.start}px)` }}
                  >
                    <Row c={c} filter={filter} here={c.id === open} />
                  </div>
                )
              );
            })}
          </div>
        )}
      </div>
    </Box>
  );
}

/** Nobody says why a list is empty, and what would fill it. */
function Nobody({ filter }: { filter: Filter }) {
  const { t } = useLingui();
  if (filter.search || filter.channel || filter.label) return <Empty icon={IconInbox} title={t`No conversation is like that`}>{t`Take a filter away, or search by other words.`}</Empty>;
  switch (filter.tab) {
    case 'mine':
      return <Empty icon={IconInbox} title={t`Nothing is yours to answer`}>{t`Take a conversation over and it stands here.`}</Empty>;
    case 'unassigned':
      return <Empty icon={IconInbox} title={t`Nobody waits for a person`}>{t`Who asks for one, or whom the assistant cannot help, will appear here.`}</Empty>;
    case 'snoozed':
      return <Empty icon={IconInbox} title={t`Nothing is snoozed`} />;
    case 'resolved':
      return <Empty icon={IconInbox} title={t`Nothing is resolved yet`} />;
  }
  return <Empty icon={IconInbox} title={t`No conversations yet`}>{t`They appear here by themselves as soon as a customer writes in one of your channels.`}</Empty>;
}
