import { expect, test } from 'vitest';
import { runAll } from './bulk';
import { columnsOf, targets, ways } from './board';
import { cell, exportAll, orderRow } from './csv';
import { midnight, queryOf, readFilter, readSearch, type Order } from './filter';
import { laneOf } from './lanes';

test('an address is read, whoever wrote it', () => {
  expect(readFilter({ search: 1042, status: 'placed', owing: 'true', short: 'yes', from: '2026-13-01', to: '2026-11-26', odd: 1 })).toEqual({ search: '1042', status: ['placed'], owing: true, to: '2026-11-26' });
  expect(readSearch({ view: 'odd' })).toEqual({});
  expect(laneOf({ returning: true }, 'list')).toBe('returns');
  expect(laneOf({ returning: true, search: 'a' }, 'board')).toBeNull();
});

test('days are those of the shop, the last one whole, also when clocks change', () => {
  expect(midnight('2026-11-26', 'Europe/Moscow')).toBe('2026-11-25T21:00:00.000Z');
  expect(midnight('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
  expect(queryOf({ from: '2026-11-26', to: '2026-11-26' }, 'Europe/Moscow')).toEqual({ from: '2026-11-25T21:00:00.000Z', to: '2026-11-26T21:00:00.000Z' });
});

test.each([
  ['=1+1', "'=1+1"],
  ['+79211234567', "'+79211234567"],
  [' @SUM(A1)', "' @SUM(A1)"],
  ['-x', "'-x"],
  ['a"b', '"a""b"'],
  ['a;b', '"a;b"'],
  ['Анна', 'Анна'],
])('%s is written as %s', (v, want) => expect(cell(v)).toBe(want));

const rub = (amount: number) => ({ amount, currency: 'RUB' });
const order = (id: string) =>
  ({ id, number: `A-${id}`, status: 'placed', recipient: { name: '=HYPERLINK("x")', phone: '' }, shipping: {}, lines: [], total: rub(149050), captured: rub(0), refunded: rub(0), created_at: '2026-11-26' }) as unknown as Order;

test('the export reads every page, begins with a byte order mark and holds no formula', async () => {
  const pages: Record<string, { items: Order[]; next: string }> = { '': { items: [order('1')], next: 'b' }, b: { items: [order('2')], next: '' } };
  let file = '';
  for await (const piece of exportAll('head\r\n', (c) => Promise.resolve(pages[c ?? '']!), (o) => orderRow(o, 'ru', (_, k) => k))) file += piece;
  expect(file.charCodeAt(0)).toBe(0xfeff);
  expect(file.split('\r\n')).toHaveLength(4);
  expect(file).toContain('1490,50');
  expect(file).not.toMatch(/(^|;)"?=/);
});

test('one order that is refused holds up no other, and each is told in its place', async () => {
  const all = ['1', '2', '3', '4', '5', '6'].map(order);
  const told: number[] = [];
  const out = await runAll('pack', all, (n) => told.push(n), (o) => (o.id === '2' ? Promise.reject(new Error('no')) : Promise.resolve()));
  expect(out.map((x) => x.order.id)).toEqual(all.map((o) => o.id));
  expect(out.filter((x) => x.error).map((x) => x.order.id)).toEqual(['2']);
  expect(told.at(-1)).toBe(6);
});

test('a card moves only where the order can go', () => {
  const keys = (from: string) => targets(order('1'), ways.find((c) => c.key === from)!, ways).map((c) => c.key);
  expect(keys('pack')).toEqual(['packed']);
  expect(keys('packed')).toEqual(['sent', 'arrived']);
  expect(keys('over')).toEqual([]);
  const own = columnsOf({ stages: [{ key: 'a', title: {}, by_hand: false }, { key: 'b', title: {}, by_hand: true }] } as never);
  expect(targets(order('1'), own[0]!, own).map((c) => c.key)).toEqual(['b']);
  expect(targets({ ...order('1'), status: 'canceled' }, own[0]!, own)).toEqual([]);
});
