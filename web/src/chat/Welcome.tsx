import type { ReactNode } from 'react';
import { Cards } from './Cards';
import { useTools } from './context';
import { Picture } from './Picture';
import { Icon } from './icons';
import { Markup } from './markup';
import type { Config } from './types';
import { Mark } from './Panel';

/** Welcome is the first screen: a greeting and ways to begin. Nothing is sent until one is taken. */
export function Welcome({ config }: { config: Config }): ReactNode {
  const { t, chat } = useTools();
  const ideas: [string, string, string][] = [
    ['catalog', t.suggestCatalog, '/catalog'],
    ['delivery', t.suggestDelivery, '/delivery'],
    ['help', t.suggestQuestions, '/faq'],
    ['orders', t.suggestOrder, '/orders'],
  ];
  return (
    <section className="welcome" aria-labelledby="hello">
      <Mark name={config.shop.name} />
      <h2 id="hello">{config.shop.name}</h2>
      <p className="hello">{config.welcome?.text ? <Markup text={config.welcome.text} /> : config.greeting || t.greeting}</p>
      <ul className="ideas" aria-label={t.suggest}>
        {ideas.map(([icon, title, command]) => (
          <li key={icon}>
            <button type="button" onClick={() => chat.press({ title, command })}>
              <Icon name={icon} />
              <span>{title}</span>
            </button>
          </li>
        ))}
      </ul>
      {config.welcome?.cards && <Cards cards={config.welcome.cards} />}
      {config.categories.length > 0 && (
        <>
          <h3>{t.categories}</h3>
          <ul className="tiles">
            {config.categories.slice(0, 8).map((c) => (
              <li key={c.title}>
                <button type="button" onClick={() => chat.press(c)}>
                  {c.image && <Picture src={c.image} width={160} height={120} />}
                  <span>{c.title}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
