import { expect, test } from 'vitest';
import { digits, money, sumOf } from './money';

const plain = (s: string) => s.replace(/[\u00a0\u202f]/g, ' ');

test.each([
  [149000, 'RUB', 'ru', '1 490 ₽'],
  [149050, 'RUB', 'ru', '1 490,50 ₽'],
  [149050, 'USD', 'en', '$1,490.50'],
  [1490, 'JPY', 'en', '¥1,490'],
  [-5000, 'RUB', 'ru', '-50 ₽'],
])('%d %s in %s is %s', (amount, currency, lang, want) => {
  expect(plain(money({ amount, currency }, lang))).toBe(want);
});

test.each([
  ['1 490,50', 'RUB', 149050],
  ['1490', 'RUB', 149000],
  ['1490.5', 'RUB', 149050],
  ['1490.505', 'RUB', null],
  ['1490', 'JPY', 1490],
  ['14.90', 'JPY', null],
  ['-5', 'RUB', null],
  ['', 'RUB', null],
])('%s %s reads as %s', (typed, currency, want) => {
  expect(sumOf(typed, currency)?.amount ?? null).toBe(want);
});

test('a currency has its own digits', () => {
  expect([digits('RUB'), digits('JPY'), digits('KWD')]).toEqual([2, 0, 3]);
});
