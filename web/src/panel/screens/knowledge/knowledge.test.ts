import { describe, expect, it } from 'vitest';
import { hit, named, slugOf } from './data';

const a = { slug: 'delivery', title: { ru: 'Доставка по России' }, body: { ru: 'Три дня', en: 'Three days' }, active: true };

describe('articles', () => {
  it('are found by all words, in either language', () => {
    expect(hit(a, 'доставка three')).toBe(true);
    expect(hit(a, 'доставка never')).toBe(false);
    expect(hit(a, '')).toBe(true);
  });
  it('are named in the page’s language, else in any', () => {
    expect(named(a, 'en')).toBe('Доставка по России');
    expect(named({ ...a, title: {} }, 'en')).toBe('delivery');
  });
  it('get an address that the server takes and nobody has', () => {
    expect(slugOf('Щётки: уход & чистка!', [])).toBe('schetki-uhod-chistka');
    expect(slugOf('Доставка', ['dostavka', 'dostavka-2'])).toBe('dostavka-3');
    expect(slugOf('???', [])).toBe('article');
  });
});
