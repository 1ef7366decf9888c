import { expect, test } from 'vitest';
import { unpacked } from './counts';
import type { Choice, Order, Parcel, Payment } from './data';
import { add, changesOf, differs, untouched } from './edit';
import { left, moves, steps } from './may';

const rub = (amount: number) => ({ amount, currency: 'RUB' });
const order = {
  id: 'ord_1', revision: 3, status: 'placed', payment_status: 'captured', fulfillment_status: 'not_fulfilled', total: rub(1000), captured: rub(1000), refunded: rub(0), balance: rub(0),
  lines: [
    { line: 1, variant_id: 'var_a', quantity: 2, total: rub(600) },
    { line: 2, variant_id: 'var_b', quantity: 1, total: rub(400) },
  ],
  recipient: { name: 'Анна', phone: '+7', phone_verified: false }, shipping: { title: {}, zone: {}, address: 'Тверская, 1' }, comment: 'домофон 5',
  pieces: { ordered: 3, packed: 0, sent: 0, arrived: 0, returned: 0 },
} as unknown as Order;
const choice = (id: string) => ({ variant_id: id }) as Choice;

test('an edit asks for what differs from the order, and for nothing else', () => {
  expect(changesOf(order, untouched)).toBeNull();
  expect(changesOf(order, { ...untouched, quantity: { 1: 2 }, address: 'Тверская, 1 ', why: 'по телефону' })).toBeNull();
  expect(changesOf(order, { ...untouched, quantity: { 1: 3, 2: 0 }, comment: '' })).toEqual({ lines: [{ line: 1, quantity: 3 }, { line: 2, remove: true }], comment: '' });
});

test('a product that is in the order gets a piece more, another becomes a line', () => {
  const typed = add(order, add(order, add(order, untouched, choice('var_a')), choice('var_c')), choice('var_c'));
  expect(changesOf(order, typed)?.lines).toEqual([{ line: 1, quantity: 3 }, { variant_id: 'var_c', quantity: 2 }]);
});

test('what was typed is laid over an order that somebody else has changed', () => {
  const typed = { ...untouched, quantity: { 1: 3 }, comment: 'этаж 2' };
  const now = { ...order, revision: 4, recipient: { ...order.recipient, name: 'Мария' } } as Order;
  expect(differs(order, now)).toEqual(['recipient']);
  expect(changesOf(now, typed)).toEqual(changesOf(order, typed));
});

test('money under way is not given back twice', () => {
  const p = { status: 'captured', captured: rub(1000), refunded: rub(100), held: rub(0), operations: [{ kind: 'refund', state: 'succeeded', amount: rub(100) }, { kind: 'refund', state: 'pending', amount: rub(300) }, { kind: 'refund', state: 'failed', amount: rub(600) }] } as unknown as Payment;
  expect(left(p)).toBe(600);
  expect(moves(p)).toEqual({ capture: false, void: false, refund: true });
});

test('what has left cannot be canceled, and parcels that were taken apart hold nothing', () => {
  expect(steps(order)).toMatchObject({ cancel: true, pack: true, pay: false });
  expect(steps({ ...order, pieces: { ...order.pieces, packed: 3, sent: 3 } })).toMatchObject({ cancel: false, pack: false, return: true });
  const box = (state: string, quantity: number) => ({ state, lines: [{ line: 1, quantity }] }) as unknown as Parcel;
  expect(unpacked(order.lines![0]!, [box('canceled', 2), box('packed', 1)])).toBe(1);
});
