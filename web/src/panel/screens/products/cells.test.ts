import { expect, test } from 'vitest';
import { read, shown, typedInto, type Change } from './cells';
import type { Row, Variant } from './filter';

const v: Variant = { id: 'var_1', sku: 'A-1', options: {}, price: 149050, on_hand: 3, reserved: 1, tracked: true, active: true };
const row: Row = { id: 'prd_1', slug: 'a', title: { ru: 'Чашка' }, status: 'active', currency: 'RUB', variants: [v], updated_at: '2026-11-27T00:00:00Z' };

test('amounts are read as people type them, and written back the same', () => {
  expect(read('1 490,50', 'price', 'RUB')).toBe('149050');
  expect(read('дорого', 'price', 'RUB')).toBeNull();
  expect(read('', 'price', 'RUB')).toBeNull();
  expect(read('', 'compare_at', 'RUB')).toBe('0');
  expect(read('-1', 'stock', 'RUB')).toBeNull();
  expect(read('', 'stock', 'RUB')).toBe('');
  for (const value of ['149050', '149000', '5']) expect(read(shown(value, 'price', 'RUB'), 'price', 'RUB')).toBe(value);
});

test('a cell that says again what was there is no change, and was is what was seen first', () => {
  let all: Record<string, Change> = {};
  all = typedInto(all, row, v, 'price', '15');
  const moved = { ...row, variants: [{ ...v, price: 99 }] };
  all = typedInto(all, moved, moved.variants[0]!, 'price', '16');
  expect(Object.values(all)).toEqual([{ product_id: 'prd_1', variant_id: 'var_1', field: 'price', was: '149050', value: '1600', typed: '16' }]);
  expect(typedInto(all, row, v, 'price', '1490.50')).toEqual({});
  expect(Object.values(typedInto({}, row, v, 'title.ru', 'Кружка'))[0]).not.toHaveProperty('variant_id');
});
