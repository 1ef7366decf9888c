import type { ReactNode } from 'react';
import { useLayoutEffect, useRef } from 'react';
import { BillView, stateOf } from './Bill';
import { Buttons } from './Buttons';
import { Cards } from './Cards';
import { useTools } from './context';
import { Picture } from './Picture';
import type { Item } from './fold';
import { Markup } from './markup';
import { reasonText, timeText } from './texts';
import type { Button, Image, Outgoing } from './types';

type Mine = Extract<Item, { type: 'mine' }>;
type Theirs = Extract<Item, { type: 'theirs' }>;

/** MineView is what the visitor said, with how far it got. */
export function MineView({ item }: { item: Mine }): ReactNode {
  const { t, lang, chat } = useTools();
  return (
    <div className={`message mine ${item.first ? 'first' : ''} ${item.last ? 'last' : ''} ${item.state}`} data-key={item.clientId}>
      <span className="hidden">{t.you}: </span>
      <div className={`bubble ${item.photos.length ? 'photo' : ''}`}>
        {item.photos.length > 0 && <Pictures images={item.photos.map((url) => ({ url, alt: t.yourPhoto }))} />}
        {item.text && <div className="text">{item.text}</div>}
      </div>
      {item.state === 'failed' ? (
        <div className="foot failed" role="alert">
          {t.failed}: {reasonText(t, item.reason).toLowerCase()}.{' '}
          <button type="button" className="link" onClick={() => chat.retry(item.clientId)}>
            {t.retry}
          </button>{' '}
          <button type="button" className="link" onClick={() => chat.drop(item.clientId)}>
            {t.drop}
          </button>
        </div>
      ) : (
        item.last && (
          <div className="foot">
            {timeText(lang, item.at)} {item.state === 'sending' && <span>· {t.sending}</span>}
          </div>
        )
      )}
    </div>
  );
}

/** TheirsView is what the shop said. */
export function TheirsView({ item }: { item: Theirs }): ReactNode {
  const { out, first, last } = item;
  const { t, lang } = useTools();
  const name = item.author === 'operator' ? t.operator : t.assistant;
  const source = item.id ? { source: item.id } : {};
  const focus = useKeptFocus(out);
  return (
    <div className={`message theirs ${item.author} ${first ? 'first' : ''} ${last ? 'last' : ''}`} data-id={item.id} tabIndex={-1} {...focus}>
      {first && item.author === 'operator' ? <div className="name">{name}</div> : <span className="hidden">{name}: </span>}
      <Said out={out} {...source} />
      {last && <div className="foot">{timeText(lang, item.at)}</div>}
    </div>
  );
}

/** useKeptFocus keeps the keyboard where it was when an edit takes the pressed button away. */
function useKeptFocus(out: Outgoing) {
  const ref = useRef<HTMLDivElement>(null);
  const had = useRef(false);
  useLayoutEffect(() => {
    if (had.current && document.activeElement === document.body) ref.current?.focus({ preventScroll: true });
  }, [out]);
  return {
    ref,
    onFocus: () => {
      had.current = true;
    },
    onBlur: (e: { relatedTarget: EventTarget | null }) => {
      if (e.relatedTarget) had.current = false;
    },
  };
}

/** Said draws an answer: pictures, text, products, buttons. */
export function Said({ out, source }: { out: Outgoing; source?: string }): ReactNode {
  const { chat } = useTools();
  const from = source ? { source } : {};
  const images = out.images ?? [];
  const settled = out.bill && ['paid', 'back', 'over'].includes(stateOf(out.bill, chat.serverNow()));
  return (
    <>
      {(out.text || images.length > 0) && (
        <div className="bubble">
          {images.length > 0 && <Pictures images={images} />}
          {out.text && (
            <div className="text">
              <Markup text={out.text} />
            </div>
          )}
          {out.bill && <BillView bill={out.bill} />}
        </div>
      )}
      {out.cards && out.cards.length > 0 && <Cards cards={out.cards} {...from} />}
      <Buttons rows={settled && asksToPay(out.buttons) ? undefined : out.buttons} {...from} />
    </>
  );
}

/** asksToPay reports whether buttons lead to paying: under a settled bill they are not shown. */
function asksToPay(rows: Button[][] | undefined): boolean {
  return Boolean(rows?.some((row) => row.some((b) => b.url)));
}

function Pictures({ images }: { images: Image[] }): ReactNode {
  const { t, enlarge } = useTools();
  return (
    <div className={`pictures n${Math.min(images.length, 4)}`}>
      {images.map((img, i) => (
        <button type="button" key={i} aria-label={t.picture.replace('{0}', img.alt || String(i + 1))} onClick={() => enlarge(images, i)}>
          <Picture src={img.url} loading="lazy" />
        </button>
      ))}
    </div>
  );
}
