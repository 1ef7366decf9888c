import { expect, test } from 'vitest';
import { span, workOf } from './words';

test('a span is told in its largest units', () => {
  expect(span(5.7, 'en')).toBe('5 sec');
  expect(span(119, 'ru')).toBe('1 мин');
  expect(span(3660, 'en')).toBe('1 hr 1 min');
  expect(span(7200, 'en')).toBe('2 hr');
  expect(span(200_000, 'en')).toBe('2 days');
});

test('work is named by its kind or the beginning of it', () => {
  expect(workOf('event:order.placed')?.message ?? workOf('event:order.placed')?.id).toBeTruthy();
  expect(workOf('event:order.placed')).not.toBe(workOf('event:inbox.revoked'));
  expect(workOf('surprise')).toBeUndefined();
});
