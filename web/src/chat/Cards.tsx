import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { Buttons } from './Buttons';
import { useTools } from './context';
import { Picture } from './Picture';
import { Icon } from './icons';
import { plain } from './markup';
import type { Card } from './types';

/** Cards show products side by side; a single one is drawn wide. */
export function Cards({ cards, source }: { cards: Card[]; source?: string }): ReactNode {
  const { t } = useTools();
  const list = useRef<HTMLUListElement>(null);
  const [edge, setEdge] = useState({ start: true, end: true });
  useEffect(() => {
    const el = list.current;
    if (!el) return;
    const look = () => setEdge({ start: el.scrollLeft < 8, end: el.scrollLeft + el.clientWidth > el.scrollWidth - 8 });
    look();
    el.addEventListener('scroll', look, { passive: true });
    const watch = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(look);
    watch?.observe(el);
    return () => {
      el.removeEventListener('scroll', look);
      watch?.disconnect();
    };
  }, [cards.length]);
  const move = (way: number) => list.current?.scrollBy({ left: way * (list.current.clientWidth - 64), behavior: 'smooth' });
  return (
    <div className={`cards ${cards.length === 1 ? 'one' : ''}`}>
      <ul ref={list} aria-label={t.products}>
        {cards.map((c, i) => (
          <li key={`${c.product_id}-${i}`}>
            <Product card={c} {...(source ? { source } : {})} />
          </li>
        ))}
      </ul>
      {!edge.start && (
        <button type="button" className="round edge start" aria-label={t.scrollLeft} onClick={() => move(-1)}>
          <Icon name="left" />
        </button>
      )}
      {!edge.end && (
        <button type="button" className="round edge end" aria-label={t.scrollRight} onClick={() => move(1)}>
          <Icon name="right" />
        </button>
      )}
    </div>
  );
}

function Product({ card: c, source }: { card: Card; source?: string }): ReactNode {
  const { t, enlarge } = useTools();
  const title = plain(c.title);
  const images = c.images ?? [];
  return (
    <article className="card">
      <div className="card-picture">
        {images[0] ? (
          <button type="button" aria-label={t.picture.replace('{0}', title)} onClick={() => enlarge(images, 0)}>
            <Picture src={images[0].url} loading="lazy" width={320} height={240} />
            {images.length > 1 && <span className="count">1/{images.length}</span>}
          </button>
        ) : (
          <Icon name="gift" size={40} />
        )}
        {c.badge && <span className="badge">{plain(c.badge)}</span>}
      </div>
      <div className="card-text">
        <h2>{title}</h2>
        {c.subtitle && <p>{plain(c.subtitle)}</p>}
        {c.price && (
          <div className="price">
            <strong>{c.price}</strong>
            {c.old_price && (
              <s>
                <span className="hidden">{t.wasPrice}: </span>
                {c.old_price}
              </s>
            )}
          </div>
        )}
        <Buttons rows={c.buttons} label={title} {...(source ? { source } : {})} />
      </div>
    </article>
  );
}
