import { expect, test } from 'vitest';
import type { Canned, Conversation, Message } from '../../api/desk';
import { matching, wording } from './Canned';
import { fits, query, readFilter } from './filter';
import { append, draftOf, setDraft } from './kept';
import { lines } from './lines';
import { found, type Product } from './products';
import { left, until } from './until';

test('the address says what is asked for, and nothing else is believed', () => {
  expect(readFilter({ tab: 'mine', channel: 'fax', search: ' ', junk: 1 })).toEqual({ tab: 'mine' });
  expect(readFilter({ tab: 'all', channel: 'telegram' })).toEqual({ channel: 'telegram' });
  expect(query(readFilter({ tab: 'unassigned' }))).toEqual({ state: ['open'], assignee: 'none' });
  expect(query({})).toEqual({ state: ['pending', 'open'] });
});

test.each([
  [{ tab: 'mine' }, { state: 'open', assignee: { id: 'me', name: '' } }, true],
  [{ tab: 'mine' }, { state: 'open', assignee: { id: 'other', name: '' } }, false],
  [{ tab: 'unassigned' }, { state: 'open' }, true],
  [{ tab: 'unassigned' }, { state: 'pending' }, false],
  [{}, { state: 'resolved' }, false],
  [{ label: 'опт' }, { state: 'open', labels: ['опт'] }, true],
  [{ channel: 'telegram' }, { state: 'open', channel: 'webchat' }, false],
] as const)('a changed conversation belongs into %j: %j is %s', (filter, c, want) => {
  expect(fits(filter, { labels: null, ...c } as unknown as Conversation, 'me')).toBe(want);
});

test('times to put aside to lie ahead', () => {
  const thursday = new Date(2026, 10, 26, 12);
  expect(until(thursday).map((u) => u.key)).toEqual(['hour', 'evening', 'tomorrow', 'monday']);
  expect(until(thursday).at(-1)?.at).toEqual(new Date(2026, 10, 30, 9));
  const sunday = new Date(2026, 10, 29, 22);
  expect(until(sunday).map((u) => u.key)).toEqual(['hour', 'tomorrow']);
  for (const { at } of until(sunday)) expect(at.getTime()).toBeGreaterThan(sunday.getTime());
  expect(left(3 * 3600_000 + 59_999)).toEqual({ hours: 3, minutes: 0 });
});

test('days stand between messages of different days', () => {
  const m = (id: string, at: string) => ({ id, seq: 1, at, direction: 'in' }) as Message;
  const all = lines([m('a', '2026-11-24T10:00:00'), m('b', '2026-11-25T10:00:00'), m('c', '2026-11-25T11:00:00')], [], 'ru', new Date('2026-11-26T12:00:00'));
  expect(all.map((l) => l.day ?? l.key)).toEqual(['24 ноября', 'a', 'вчера', 'b', 'c']);
});

test('a ready answer is found by its shortcut first, and speaks the customer’s language', () => {
  const r = (shortcut: string, title: string) => ({ id: shortcut, shortcut, title, text: { ru: 'Добрый день, {name}!', en: '' } }) as Canned;
  const all = [r('oplata', 'Доставка и оплата'), r('dost', 'Сроки')];
  expect(matching(all, '/до').map((x) => x.id)).toEqual(['oplata']);
  expect(matching(all, '/d').map((x) => x.id)).toEqual(['dost']);
  expect(matching(all, 'и/или')).toEqual([]);
  expect(wording(all[0]!, { lang: 'en', name: 'Мария' } as Conversation)).toBe('Добрый день, Мария!');
  expect(wording(all[0]!, { lang: 'en', name: '' } as Conversation)).toBe('Добрый день!');
  const about = { ...all[0]!, text: { ru: 'Заказ {order} в пути' } };
  expect(wording(about, { lang: 'ru', name: '' } as Conversation, 'N-7')).toBe('Заказ N-7 в пути');
  expect(wording(about, { lang: 'ru', name: '' } as Conversation)).toBe('Заказ в пути');
});

test('drafts are a person’s own in each conversation; a link is added to what is written', () => {
  setDraft('me', 'c1', { text: 'Вот ссылка:' });
  append('me', 'c1', 'https://pay.example/1');
  expect(draftOf('me', 'c1').text).toBe('Вот ссылка:\nhttps://pay.example/1');
  expect(draftOf('other', 'c1').text).toBe('');
  setDraft('me', 'c1', { text: '' });
  expect(localStorage.getItem('prilavok.draft.me.c1')).toBe(null);
});

test('products are found by all words, ё or not, archived ones never', () => {
  const p = (ru: string, status = 'active') => ({ id: ru, status, title: { ru, en: '' }, variants: [], images: [] }) as unknown as Product;
  const all = [p('Зелёный чай'), p('Зелёный чай старый', 'archived'), p('Чёрный чай')];
  expect(found(all, 'чай зеленый', 'ru').map((h) => h.title)).toEqual(['Зелёный чай']);
});
