import { useEffect, useState } from 'react';
import type { State } from './chat';
import type { Lang } from './types';

/** keep is the browser's storage; null where it is forbidden (private windows, foreign frames). */
export const keep: Storage | null = (() => {
  try {
    localStorage.setItem('prilavok.probe', '1');
    localStorage.removeItem('prilavok.probe');
    return localStorage;
  } catch {
    return null;
  }
})();

export function keepLang(lang: Lang): void {
  keep?.setItem('prilavok.lang', lang);
}

/** chosenLang is what the visitor chose before, or what the address asks for; "" lets the server decide. */
export function chosenLang(search: string): Lang | '' {
  const asked = new URLSearchParams(search).get('lang') ?? keep?.getItem('prilavok.lang');
  return asked === 'ru' || asked === 'en' ? asked : '';
}

export function browserLang(): Lang {
  return /^(ru|be|kk|ky|uz|tg|tt|hy|uk)\b/i.test(navigator.language) ? 'ru' : 'en';
}

export interface Theme {
  dark: boolean;
  turn(): void;
}

/** useTheme follows the system until the visitor chooses. */
export function useTheme(): Theme {
  const [chosen, setChosen] = useState(() => keep?.getItem('prilavok.theme') ?? '');
  const [system, setSystem] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const heard = () => setSystem(media.matches);
    media.addEventListener('change', heard);
    return () => media.removeEventListener('change', heard);
  }, []);
  const dark = chosen ? chosen === 'dark' : system;
  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  }, [dark]);
  const turn = () => {
    const next = dark ? 'light' : 'dark';
    keep?.setItem('prilavok.theme', next);
    setChosen(next);
  };
  return { dark, turn };
}

/** useViewport keeps the page as tall as what the on-screen keyboard leaves. */
export function useViewport(): void {
  useEffect(() => {
    const view = window.visualViewport;
    if (!view) return;
    const fit = () => {
      const root = document.documentElement;
      root.style.setProperty('--height', `${view.height}px`);
      root.classList.toggle('keyboard', window.innerHeight - view.height > 150 || view.height < 420);
      // Safari scrolls the page under the keyboard; the page itself never scrolls.
      if (view.offsetTop > 0) window.scrollTo(0, 0);
    };
    fit();
    view.addEventListener('resize', fit);
    view.addEventListener('scroll', fit);
    return () => {
      view.removeEventListener('resize', fit);
      view.removeEventListener('scroll', fit);
    };
  }, []);
}

/** useTitle names the shop in the tab, with a count of what came while nobody looked. */
export function useTitle(state: State, news: string, embedded: boolean): void {
  const [seen, setSeen] = useState(0);
  const [looking, setLooking] = useState(() => !document.hidden);
  const last = state.rows.at(-1)?.seq ?? 0;
  useEffect(() => {
    const heard = () => setLooking(!document.hidden);
    document.addEventListener('visibilitychange', heard);
    return () => document.removeEventListener('visibilitychange', heard);
  }, []);
  useEffect(() => {
    if (looking) setSeen(last);
  }, [looking, last]);
  const unread = looking || !state.caughtUp ? 0 : state.rows.filter((r) => r.seq > seen && r.author !== 'contact').length;
  const name = state.config?.shop.name ?? 'Prilavok';
  useEffect(() => {
    document.title = unread ? `(${unread}) ${news} · ${name}` : name;
  }, [unread, name, news]);
  useEffect(() => {
    if (embedded && state.caughtUp) parent.postMessage({ prilavok: 'last', seq: state.rows.findLast((r) => r.author !== 'contact')?.seq ?? 0 }, '*');
  }, [embedded, state.caughtUp, state.rows]);
}
