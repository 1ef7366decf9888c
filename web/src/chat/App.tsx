import type { ReactNode } from 'react';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Where } from './api';
import type AskView from './Ask';
import type { Chat, State } from './chat';
import { Bar, Composer } from './Composer';
import { ToolsContext } from './context';
import { asked } from './fold';
import { Header } from './Header';
import { Log } from './Log';
import { Panel } from './Panel';
import type { Texts } from './texts';
import { useTexts } from './texts';
import type { Image, Lang } from './types';
import { useTheme, useTitle, useViewport } from './environment';

// What few moments need is loaded at that moment.
const Drawer = lazy(() => import('./Drawer'));
const Lightbox = lazy(() => import('./Lightbox'));

/** App is the chat page of one shop. */
export function App({ chat, where, firstLang, firstTexts }: { chat: Chat; where: Where; firstLang: Lang; firstTexts: Texts }): ReactNode {
  const state = useSyncExternalStore(chat.subscribe, chat.snapshot);
  const lang = state.config?.lang ?? firstLang;
  const t = useTexts(lang, firstTexts);
  const [light, setLight] = useState<{ images: Image[]; at: number } | null>(null);
  const [drawer, setDrawer] = useState(false);
  const [Ask, setAsk] = useState<typeof AskView | null>(null);
  const theme = useTheme();
  useViewport();
  useTitle(state, t.newMessages, where.embedded);
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  const talking = state.rows.length > 0;
  useEffect(() => {
    // Not lazy(): Suspense shows late what it has waited for, and this must be there when the shop asks.
    if (talking) import('./Ask').then((m) => setAsk(() => m.default), () => undefined);
  }, [talking]);
  const enlarge = useCallback((images: Image[], at: number) => setLight({ images, at }), []);
  const tools = useMemo(() => ({ chat, t, lang, pressed: state.pressed, enlarge }), [chat, t, lang, state.pressed, enlarge]);
  if (state.phase === 'no-shop' || state.phase === 'broken') return <Trouble state={state} chat={chat} lang={lang} t={t} />;
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
              {ask && Ask && <Ask kind={ask} />}
              <Composer />
              {state.config && <Bar shortcuts={state.config.shortcuts} />}
            </div>
          </div>
        </main>
      </div>
      <Suspense>
        {drawer && state.config && <Drawer config={state.config} theme={theme} onClose={() => setDrawer(false)} />}
        {light && <Lightbox images={light.images} at={light.at} onClose={() => setLight(null)} />}
      </Suspense>
    </ToolsContext>
  );
}

function Trouble({ state, chat, lang, t }: { state: State; chat: Chat; lang: Lang; t: Texts }): ReactNode {
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
