import { i18n } from '@lingui/core';
import { expect, test } from 'vitest';
import { enter, speak } from './i18n';

test('texts of the frame are there at once, those of a screen when it is entered', async () => {
  await speak('ru');
  expect(document.documentElement.lang).toBe('ru');
  const known = () => Object.keys(i18n.messages).length;
  const frame = known();
  expect(frame).toBeGreaterThan(10);
  await enter('screens/orders');
  expect(known()).toBeGreaterThan(frame);
  await speak('en');
  expect(known()).toBeGreaterThan(frame);
});
