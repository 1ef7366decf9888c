import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { money } from '../../ui/money';
import type { Setting } from './data';

const names: Record<string, string> = { ru: 'Русский', en: 'English' };

/** written is a setting's value as a person reads it; empty where nothing is set. */
export function written(value: unknown, s: Setting | undefined, locale: string, currency: string): string {
  const lang = locale === 'ru' ? 'ru' : 'en';
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return value ? i18n._(msg`yes`) : i18n._(msg`no`);
  if (typeof value === 'number') {
    if (value === 0) return '';
    if (s?.kind === 'money' && currency) return money({ amount: value, currency }, locale);
    return new Intl.NumberFormat(locale).format(value) + (s?.unit ? ` ${s.unit[lang]}` : '');
  }
  if (typeof value === 'string') return s?.options?.find((o) => o.value === value)?.label[lang] ?? value;
  if (Array.isArray(value)) return value.map((x) => (typeof x === 'string' ? (names[x] ?? x) : titleOf(x, lang))).join(', ');
  return Object.entries(value as Record<string, unknown>)
    .filter(([, text]) => text)
    .map(([l, text]) => `${l.toUpperCase()}: ${String(text)}`)
    .join('\n');
}

function titleOf(x: unknown, lang: 'ru' | 'en'): string {
  const title = (x as { title?: Record<string, string> } | null)?.title;
  return title?.[lang] ?? Object.values(title ?? {})[0] ?? '';
}
