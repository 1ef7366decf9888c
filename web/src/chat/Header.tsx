import type { ReactNode } from 'react';
import type { State } from './chat';
import { useTools } from './context';
import type { Theme } from './environment';
import { keepLang } from './environment';
import { Icon } from './icons';
import { Mark } from './Panel';
import type { Lang } from './types';

interface Props {
  state: State;
  theme: Theme;
  embedded: boolean;
  onPanel(): void;
}

/** Header names the shop, says who answers, and holds language and theme. */
export function Header({ state, theme, embedded, onPanel }: Props): ReactNode {
  const { t, lang, chat } = useTools();
  const name = state.config?.shop.name ?? 'Prilavok';
  const others = state.config?.languages ?? [];
  const turn = () => {
    const next: Lang = lang === 'ru' ? 'en' : 'ru';
    keepLang(next);
    void chat.setLang(next, next === 'ru' ? 'Русский' : 'English');
  };
  return (
    <header className="header">
      <Mark name={name} />
      <div className="who">
        <h1>{name}</h1>
        <p className={`status ${state.link}`}>{statusText(state, t)}</p>
      </div>
      {others.length > 1 && (
        <button type="button" className="round word" aria-label={t.language} onClick={turn}>
          {lang.toUpperCase()}
        </button>
      )}
      <button type="button" className="round not-phone" aria-label={theme.dark ? t.themeLight : t.themeDark} onClick={theme.turn}>
        <Icon name={theme.dark ? 'sun' : 'moon'} />
      </button>
      <button type="button" className="round only-narrow" aria-label={t.openPanel} onClick={onPanel}>
        <Icon name="menu" />
      </button>
      {embedded && (
        <button type="button" className="round" aria-label={t.close} onClick={() => parent.postMessage({ prilavok: 'close' }, '*')}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}

function statusText(s: State, t: ReturnType<typeof useTools>['t']): string {
  if (s.link !== 'online') return t.connecting;
  return s.status === 'open' ? t.operatorHas : t.online;
}
