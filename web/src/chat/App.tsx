import type { ReactNode } from 'react';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Where } from './api';
import { AskPhone, AskPlace } from './Ask';
import type { Chat, State } from './chat';
import { Bar, Composer } from './Composer';
import { ToolsContext } from './context';
import { asked } from './fold';
import { Header } from './Header';
import { Lightbox } from './Lightbox';
import { Log } from './Log';
import { Drawer, Panel } from './Panel';
import { texts } from './texts';
import type { Image, Lang } from './types';
import { useTheme, useTitle, useViewport } from './environment';

/** App is the chat page of one shop. */
export function App({ chat, where, firstLang }: { chat: Chat; where: Where; firstLang: Lang }): ReactNode {
  const state = useSyncExternalStore(chat.subscribe, chat.snapshot);
  const lang = state.config?.lang ?? firstLang;
  const t = texts[lang];
  const [light, setLight] = useState<{ images: Image[]; at: number } | null>(null);
  const [drawer, setDrawer] = useState(false);
  const theme = useTheme();
  useViewport();
  useTitle(state, t.newMessages, where.embedded);
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  const enlarge = useCallback((images: Image[], at: number) => setLight({ images, at }), []);
  const tools = useMemo(() => ({ chat, t, lang, pressed: state.pressed, enlarge }), [chat, t, lang, state.pressed, enlarge]);
  if (state.phase === 'no-shop' || state.phase === 'broken') return <Trouble state={state} chat={chat} lang={lang} />;
  const ask = asked(state.rows, state.pending);
  return (
    <ToolsContext value={tools}>
      <a className="skip" href="#say">
        {t.skip}
      </a>
      <div className={`page ${where.embedded ? 'embedded' : ''}`}>
        {!where.embedded && state.config && (
          <aside className="panel" aria-label={t.about}>
            <Panel config={state.config} />
          </aside>
        )}
        <main className="chat">
          <Header state={state} theme={theme} embedded={where.embedded} onPanel={() => setDrawer(true)} />
          {state.link === 'offline' && (
            <p className="banner" role="status">
              {t.offline}
            </p>
          )}
          <Log state={state} />
          <div className="bottom">
            <div className="column">
              {ask === 'phone' && <AskPhone />}
              {ask === 'location' && <AskPlace />}
              <Composer />
              {state.config && <Bar shortcuts={state.config.shortcuts} />}
            </div>
          </div>
        </main>
      </div>
      {drawer && state.config && <Drawer config={state.config} onClose={() => setDrawer(false)} />}
      {light && <Lightbox images={light.images} at={light.at} onClose={() => setLight(null)} />}
    </ToolsContext>
  );
}

function Trouble({ state, chat, lang }: { state: State; chat: Chat; lang: Lang }): ReactNode {
  const t = texts[lang];
  return (
    <main className="trouble">
      <h1>{state.phase === 'no-shop' ? t.noShop : t.loadProblem}</h1>
      {state.phase === 'broken' && (
        <button type="button" className="button primary" onClick={() => void chat.start(lang)}>
          {t.again}
        </button>
      )}
    </main>
  );
}
