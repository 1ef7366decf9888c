import { expect, test } from 'vitest';
import type { Conversation, Message } from '../../api/desk';
import { laid, sorted } from './feed';

const m = (seq: number, text = '') => ({ id: `m${seq}`, seq, text }) as Message;
const c = (id: string, revision: number) => ({ id, revision }) as Conversation;
const seqs = (f: { items: Message[] }) => f.items.map((x) => x.seq);
const ids = (f: { items: Conversation[] }) => f.items.map((x) => x.id);

test('new messages lie over the known ones, which stay as far as they were loaded', () => {
  const old = { items: [m(4), m(3), m(2), m(1)], next: 'older' };
  const now = laid(old, { items: [m(6), m(5), m(4, 'changed'), m(3)], next: 'n' });
  expect(seqs(now)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(now.items[2]?.text).toBe('changed');
  expect(now.next).toBe('older');
});

test('after a gap only what is known to be whole is shown', () => {
  const now = laid({ items: [m(2), m(1)], next: '' }, { items: [m(9), m(8)], next: 'n' });
  expect(seqs(now)).toEqual([9, 8]);
  expect(now.next).toBe('n');
});

test('a message that was known as the only page is not doubled', () => {
  expect(seqs(laid({ items: [m(2), m(1)], next: '' }, { items: [m(3), m(2), m(1)], next: '' }))).toEqual([3, 2, 1]);
});

test('a conversation that moved up stands once, one that left the head is gone, deeper ones stay', () => {
  const old = { items: [c('a', 9), c('b', 8), c('c', 7), c('d', 3), c('e', 2)], next: 'deep' };
  const now = sorted(old, { items: [c('d', 11), c('a', 9), c('c', 7)], next: 'n' });
  expect(ids(now)).toEqual(['d', 'a', 'c', 'e']);
  expect(now.next).toBe('deep');
});

test('a list that is whole in one page is that page', () => {
  expect(ids(sorted({ items: [c('a', 9), c('b', 1)], next: '' }, { items: [c('a', 9)], next: '' }))).toEqual(['a']);
});
