import { describe, expect, it } from 'vitest';
import { leftText, stateOf } from './Bill';
import { fold } from './fold';
import { ru } from './texts.ru';
import type { Bill, Row } from './types';

const at = '2026-11-23T09:00:00Z';
const now = Date.parse(at);
const bill = (status: string, more: Partial<Bill> = {}): Bill => ({ order: '1042', status, ...more });
const said = (seq: number, b: Bill): Row => ({ seq, author: 'assistant', kind: 'text', id: `m${seq}`, at, out: { text: 'Счёт', bill: b } });

describe('stateOf', () => {
  it.each([
    ['captured', {}, 'paid'],
    ['authorized', { over: true }, 'paid'],
    ['partially_captured', {}, 'part'],
    ['refunded', { over: true }, 'back'],
    ['partially_refunded', {}, 'back'],
    ['canceled', {}, 'over'],
    ['not_paid', { over: true }, 'over'],
    ['awaiting', {}, 'waits'],
    ['not_paid', { until: '2026-11-23T09:00:01Z' }, 'waits'],
    ['awaiting', { until: at }, 'late'],
  ] as const)('%s %o is %s', (status, more, want) => expect(stateOf(bill(status, more), now)).toBe(want));
});

describe('leftText', () => {
  it.each([
    [0, '0:00'], [-5_000, '0:00'], [59_999, '0:59'], [61_000, '1:01'], [7_199_000, '119:59'], [7_200_000, 'ещё 2 ч'], [172_799_000, 'ещё 47 ч'], [172_800_000, 'ещё 2 дн.'],
  ])('%d ms is %s', (ms, want) => expect(leftText(ru, ms)).toBe(want));
});

describe('fold', () => {
  it('shows the newest state in every bill of an order', () => {
    const items = fold([said(1, bill('awaiting')), said(2, { ...bill('awaiting'), order: '7' }), said(3, bill('captured', { over: true }))], []);
    const states = items.flatMap((i) => (i.type === 'theirs' ? [i.out.bill?.status] : []));
    expect(states).toEqual(['captured', 'awaiting', 'captured']);
  });

  it('keeps the pictures of what was said and of what is on its way', () => {
    const row: Row = { seq: 1, author: 'contact', kind: 'photo', id: 'c1', at, photos: ['/upload/upl_1'] };
    const items = fold([row], [{ clientId: 'c2', at, state: 'sending', body: { photos: ['upl_2'], text: 'вот' } }]);
    expect(items.flatMap((i) => (i.type === 'mine' ? [[i.photos, i.text]] : []))).toEqual([[['/upload/upl_1'], ''], [['/upload/upl_2'], 'вот']]);
  });
});
