import { useEffect, useState } from 'react';
import type { Texts } from './texts.ru';
import type { Lang } from './types';

export type { Texts };

/** tables are the languages loaded so far; a page loads the one it speaks. */
const tables: Partial<Record<Lang, Texts>> = {};

export async function loadTexts(lang: Lang): Promise<Texts> {
  return (tables[lang] ??= lang === 'ru' ? (await import('./texts.ru')).ru : (await import('./texts.en')).en);
}

/** useTexts is the table of lang, or the last one until it has been loaded. */
export function useTexts(lang: Lang, first: Texts): Texts {
  const [last, setLast] = useState(first);
  useEffect(() => {
    let wanted = true;
    loadTexts(lang).then((t) => wanted && setLast(t), () => undefined);
    return () => {
      wanted = false;
    };
  }, [lang]);
  return tables[lang] ?? last;
}

/** reasonText is the text for a server's code, with a general one for codes that the visitor cannot act on. */
export function reasonText(t: Texts, code: string | undefined): string {
  return (code && (t as Record<string, string>)[code]) || t.serverProblem;
}

/** dayText names a day as a person would. */
export function dayText(t: Texts, lang: Lang, at: string, now: Date): string {
  const day = new Date(at);
  const days = Math.round((midnight(now) - midnight(day)) / 86_400_000);
  if (days === 0) return t.today;
  if (days === 1) return t.yesterday;
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long' };
  if (day.getFullYear() !== now.getFullYear()) options.year = 'numeric';
  return new Intl.DateTimeFormat(lang, options).format(day);
}

function midnight(d: Date): number {
  return new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
}

export function timeText(lang: Lang, at: string): string {
  return new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}
