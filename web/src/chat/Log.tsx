import type { ReactNode } from 'react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { State } from './chat';
import { useTools } from './context';
import { fold } from './fold';
import { Icon } from './icons';
import { MineView, TheirsView } from './Message';
import { plain } from './markup';
import { Safe } from './Safe';
import { dayText } from './texts';
import type { Pending } from './types';
import { Welcome } from './Welcome';

/** Log is the conversation. It follows what arrives until the visitor scrolls away. */
export function Log({ state }: { state: State }): ReactNode {
  const { t, lang, chat } = useTools();
  const items = useMemo(() => fold(state.rows, state.pending), [state.rows, state.pending]);
  const [now] = useState(() => new Date());
  const scroll = useFollowing(items.length, state.rows.at(-1)?.seq ?? 0, state.typing !== null, state.rows[0]?.seq ?? 0, state.pending.at(-1));
  return (
    <div className="log-frame">
      <div className="log" ref={scroll.box} onScroll={scroll.onScroll} tabIndex={-1}>
        <div className="column">
          {state.more && (
            <button type="button" className="button older" onClick={() => void chat.older()}>
              {t.older}
            </button>
          )}
          {items.length === 0 && state.config && state.phase === 'ready' && <Welcome config={state.config} />}
          <div role="log" aria-label={t.conversation} aria-live={state.caughtUp ? 'polite' : 'off'}>
            {items.map((item) =>
              item.type === 'day' ? (
                <div className="day" key={item.key}>
                  <span>{dayText(t, lang, item.at, now)}</span>
                </div>
              ) : item.type === 'mine' ? (
                <MineView key={item.key} item={item} />
              ) : (
                <Safe key={item.key} words={plain(item.out.text ?? '')}>
                  <TheirsView item={item} />
                </Safe>
              ),
            )}
          </div>
          <Typing line={state.typing} />
        </div>
      </div>
      {scroll.away && items.length > 0 && (
        <button type="button" className="round newest" aria-label={t.newer} onClick={scroll.toEnd}>
          <Icon name="down" />
        </button>
      )}
    </div>
  );
}

function Typing({ line }: { line: string | null }): ReactNode {
  const { t } = useTools();
  return (
    <div className="typing" role="status">
      {line !== null && (
        <span className="bubble">
          <span className="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span className={line ? '' : 'hidden'}>{line || t.typing}</span>
        </span>
      )}
    </div>
  );
}

/**
 * useFollowing keeps the newest in view: the end, or, after the visitor has said
 * something, that message as soon as its answer is taller than the screen, so that the
 * answer is read from its beginning. A visitor who scrolls away is left alone.
 */
function useFollowing(count: number, last: number, typing: boolean, first: number, newest: Pending | undefined) {
  const said = newest?.clientId ?? '';
  const source = newest?.body.source ?? '';
  const empty = count === 0;
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const anchor = useRef('');
  const pressedOn = useRef('');
  const aim = useRef(-1);
  const height = useRef(0);
  const oldest = useRef(first);
  const [away, setAway] = useState(false);
  const measure = useCallback(() => {
    const el = box.current;
    if (el) setAway(el.scrollHeight - el.scrollTop - el.clientHeight > 160);
  }, []);
  const settle = useCallback(() => {
    const el = box.current;
    if (!el || !following.current || empty) return;
    let target = el.scrollHeight - el.clientHeight;
    if (anchor.current) {
      const own = el.querySelector<HTMLElement>(`[data-key="${anchor.current}"]`);
      if (!own) {
        showWhole(el, pressedOn.current);
        aim.current = el.scrollTop;
        return;
      }
      target = Math.min(target, own.getBoundingClientRect().top - el.getBoundingClientRect().top + el.scrollTop - 16);
    }
    el.scrollTop = aim.current = Math.max(0, target);
  }, [empty]);
  useLayoutEffect(() => {
    if (!said) return;
    anchor.current = said;
    pressedOn.current = source;
    following.current = true;
  }, [said, source]);
  useLayoutEffect(() => {
    const el = box.current;
    if (!el) return;
    if (first !== oldest.current && oldest.current !== 0) el.scrollTop += el.scrollHeight - height.current;
    else settle();
    oldest.current = first;
    height.current = el.scrollHeight;
    measure();
  }, [count, last, typing, first, said, settle, measure]);
  useEffect(() => {
    const inner = box.current?.firstElementChild;
    if (!inner || typeof ResizeObserver === 'undefined') return;
    const watch = new ResizeObserver(() => {
      settle();
      if (box.current) height.current = box.current.scrollHeight;
      measure();
    });
    watch.observe(inner);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, [settle, measure]);
  const toEnd = () => {
    following.current = true;
    anchor.current = '';
    settle();
  };
  const onScroll = () => {
    const el = box.current;
    if (!el) return;
    const atEnd = el.scrollHeight - el.clientHeight - el.scrollTop < 48;
    const asAimed = Math.abs(el.scrollTop - aim.current) < 4;
    if (atEnd && !asAimed) anchor.current = '';
    following.current = atEnd || asAimed;
    measure();
  };
  return { box, away, onScroll, toEnd };
}

/** showWhole moves no more than it takes to see a message that was changed in place. */
function showWhole(el: HTMLElement, id: string): void {
  const message = id && el.querySelector<HTMLElement>(`[data-id="${id}"]`);
  if (!message) return;
  const frame = el.getBoundingClientRect();
  const box = message.getBoundingClientRect();
  const below = box.bottom + 12 - frame.bottom;
  if (below > 0) el.scrollTop += Math.min(below, box.top - 16 - frame.top);
}
