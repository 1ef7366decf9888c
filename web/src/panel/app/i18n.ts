import { i18n, type Messages } from '@lingui/core';

export type Lang = 'ru' | 'en';

// Catalogs stand beside the code they translate and travel with it.
const catalogs = import.meta.glob<{ messages: Messages }>(['/src/panel/*/locales/*.po', '/src/panel/screens/*/locales/*.po']);

const loaded = new Map<string, Promise<void>>();

function load(room: string, lang: Lang): Promise<void> {
  const path = `/src/panel/${room}/locales/${lang}.po`;
  let p = loaded.get(path);
  if (!p) {
    p = catalogs[path]?.().then(({ messages }) => i18n.load(lang, messages)) ?? Promise.resolve();
    loaded.set(path, p);
  }
  return p;
}

const rooms = new Set(['app', 'ui']);

/** speak makes lang the language of the page, with every room that has been entered. */
export async function speak(lang: Lang): Promise<void> {
  await Promise.all([...rooms].map((room) => load(room, lang)));
  document.documentElement.lang = lang;
  i18n.activate(lang);
}

/** enter loads a room's catalog before it is drawn. */
export async function enter(room: string): Promise<void> {
  rooms.add(room);
  const lang = i18n.locale as Lang;
  if (!lang) return;
  await load(room, lang);
  i18n.activate(lang);
}

const kept = 'prilavok.lang';

/** preferred is what the person chose on this device, else what the browser asks for. */
export function preferred(): Lang {
  const chosen = localStorage.getItem(kept);
  if (chosen === 'ru' || chosen === 'en') return chosen;
  return navigator.languages.some((l) => l.toLowerCase().startsWith('ru')) || navigator.languages.length === 0 ? 'ru' : 'en';
}

export function prefer(lang: Lang): Promise<void> {
  localStorage.setItem(kept, lang);
  return speak(lang);
}
