import { expect, test } from 'vitest';
import { pieces } from './Marked';

test('words are marked wherever they stand, the longer before the shorter', () => {
  const shown = (text: string, words: string[]) => pieces(text, words).map((p) => (p.hit ? `[${p.text}]` : p.text)).join('');
  expect(shown('лён и льняные скатерти, лён', ['лён', 'скатерти'])).toBe('[лён] и льняные [скатерти], [лён]');
  expect(shown('лен, ленты', ['лен', 'ленты'])).toBe('[лен], [ленты]');
  expect(shown('<b>нет</b>', [])).toBe('<b>нет</b>');
  expect(shown('', ['а'])).toBe('');
  expect(shown('а', [''])).toBe('а');
});
