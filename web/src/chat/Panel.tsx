import type { ReactNode } from 'react';
import { useTools } from './context';
import { Picture } from './Picture';
import { safeUrl } from './markup';
import type { Category, Config, ShopCard } from './types';

/** Mark is the shop's sign: its first letter. */
export function Mark({ name }: { name: string }): ReactNode {
  return (
    <span className="mark" aria-hidden="true">
      {[...name.replace(/[«»"“”]/g, '')][0]?.toUpperCase() ?? 'P'}
    </span>
  );
}

/** Panel tells about the shop and lists what it sells. */
export function Panel({ config, onPick }: { config: Config; onPick?: () => void }): ReactNode {
  const { t, chat } = useTools();
  const pick = (c: Category) => {
    chat.press(c);
    onPick?.();
  };
  return (
    <>
      <div className="about">
        <Mark name={config.shop.name} />
        <h2>{config.shop.name}</h2>
        <Facts shop={config.shop} />
        {config.automated && <p className="note">{t.assistantNote}</p>}
      </div>
      {config.categories.length > 0 && (
        <nav aria-label={t.categories}>
          <h3>{t.categories}</h3>
          <ul className="categories">
            {config.categories.map((c) => (
              <li key={c.title}>
                <button type="button" onClick={() => pick(c)}>
                  {c.image ? <Picture src={c.image} loading="lazy" width={40} height={40} /> : <span className="dot" />}
                  <span>{c.title}</span>
                  {c.count ? <small>{c.count}</small> : null}
                </button>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </>
  );
}

function Facts({ shop }: { shop: ShopCard }): ReactNode {
  const { t } = useTools();
  const link = (href: string, text: string) => (safeUrl(href) ? <a href={href} target="_blank" rel="noopener noreferrer">{text}</a> : text);
  const facts: [string, ReactNode][] = [];
  if (shop.hours) facts.push([t.hours, shop.hours]);
  if (shop.address) facts.push([t.address, shop.address]);
  if (shop.phone) facts.push([t.phone, link(`tel:${shop.phone.replace(/[^\d+]/g, '')}`, shop.phone)]);
  if (shop.email) facts.push([t.email, link(`mailto:${shop.email}`, shop.email)]);
  if (shop.site) facts.push([t.site, link(shop.site, shop.site.replace(/^https?:\/\//, ''))]);
  if (!facts.length) return null;
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
