import type { ReactNode } from 'react';
import { memo } from 'react';
import { Buttons } from './Buttons';
import { Cards } from './Cards';
import { useTools } from './context';
import type { Item } from './fold';
import { Markup } from './markup';
import { reasonText, timeText } from './texts';
import type { Outgoing } from './types';

type Mine = Extract<Item, { type: 'mine' }>;
type Theirs = Extract<Item, { type: 'theirs' }>;

/** MineView is what the visitor said, with how far it got. */
export const MineView = memo(function MineView({ item, ...end }: { item: Mine; first: boolean; last: boolean }): ReactNode {
  const { t, lang, chat } = useTools();
  return (
    <div className={`message mine ${end.first ? 'first' : ''} ${end.last ? 'last' : ''} ${item.state}`} data-key={item.clientId}>
      <span className="hidden">{t.you}: </span>
      <div className="bubble">{item.text}</div>
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
        end.last && (
          <div className="foot">
            {timeText(lang, item.at)} {item.state === 'sending' && <span>· {t.sending}</span>}
          </div>
        )
      )}
    </div>
  );
});

/** TheirsView is what the shop said. */
export const TheirsView = memo(function TheirsView({ item, out, first, last }: { item: Theirs; out: Outgoing; first: boolean; last: boolean }): ReactNode {
  const { t, lang } = useTools();
  const name = item.author === 'operator' ? t.operator : t.assistant;
  const source = item.id ? { source: item.id } : {};
  return (
    <div className={`message theirs ${item.author} ${first ? 'first' : ''} ${last ? 'last' : ''}`}>
      {first && item.author === 'operator' ? <div className="name">{name}</div> : <span className="hidden">{name}: </span>}
      <Said out={out} {...source} />
      {last && <div className="foot">{timeText(lang, item.at)}</div>}
    </div>
  );
});

/** Said draws an answer: pictures, text, products, buttons. */
export function Said({ out, source }: { out: Outgoing; source?: string }): ReactNode {
  const { t, enlarge } = useTools();
  const from = source ? { source } : {};
  const images = out.images ?? [];
  return (
    <>
      {(out.text || images.length > 0) && (
        <div className="bubble">
          {images.length > 0 && (
            <div className={`pictures n${Math.min(images.length, 4)}`}>
              {images.map((img, i) => (
                <button type="button" key={i} aria-label={t.picture.replace('{0}', img.alt ?? String(i + 1))} onClick={() => enlarge(images, i)}>
                  <img src={img.url} alt="" loading="lazy" />
                </button>
              ))}
            </div>
          )}
          {out.text && (
            <div className="text">
              <Markup text={out.text} />
            </div>
          )}
        </div>
      )}
      {out.cards && out.cards.length > 0 && <Cards cards={out.cards} {...from} />}
      <Buttons rows={out.buttons} {...from} />
    </>
  );
}
