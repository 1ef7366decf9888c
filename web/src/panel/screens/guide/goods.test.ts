import { describe, expect, it } from 'vitest';
import { productOf, readCsv, samples } from './goods';

describe('a file of goods', () => {
  it('is read as a Russian spreadsheet writes it, with its heading', () => {
    const read = readCsv('\ufeffназвание;цена;остаток\r\n"Кружка ""Полдень""";1 290,50;7\r\nЧай;490\r\n', 'RUB', 'ru');
    expect(read).toEqual([
      { line: 2, row: { title: { ru: 'Кружка "Полдень"' }, price: { amount: 129050, currency: 'RUB' }, count: 7 } },
      { line: 3, row: { title: { ru: 'Чай' }, price: { amount: 49000, currency: 'RUB' }, count: null } },
    ]);
  });
  it('is read with commas, and without a heading', () => {
    expect(readCsv('"Tea, black",4.90,3', 'USD', 'en')).toEqual([{ line: 1, row: { title: { en: 'Tea, black' }, price: { amount: 490, currency: 'USD' }, count: 3 } }]);
  });
  it('names each line that cannot be read, and why', () => {
    const read = readCsv('Tea;10;1\n;10;1\nMug;dear;1\nCup;10;some', 'RUB', 'en');
    expect(read.map((r) => ('why' in r ? `${r.line} ${r.why}` : r.line))).toEqual([1, '2 title', '3 price', '4 count']);
  });
  it('does not take a first line with a bad price for a heading', () => {
    expect(readCsv('Tea;1o;1\nMug;5;1', 'RUB', 'en')[0]).toMatchObject({ line: 1, why: 'price' });
  });
});

describe('a row', () => {
  it('without a count is sold without counting', () => {
    const row = { title: { ru: 'Чай' }, price: { amount: 1, currency: 'RUB' }, count: null };
    expect(productOf(row, 'ab').variants?.[0]).toEqual({ sku: 'ITEM-AB', price: row.price, active: true, tracked: false });
  });
  it('has a price in any currency', () => {
    for (const currency of ['RUB', 'USD', 'JPY', 'KWD']) for (const s of samples(currency)) expect(s.price.amount).toBeGreaterThan(0);
  });
});
