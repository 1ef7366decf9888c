import { expect, test } from 'vitest';
import { change, waited, weekday } from './words';

test('a change is told in per cent, and not at all against nothing', () => {
  expect(change(150, 100)).toBe(50);
  expect(change(0, 4)).toBe(-100);
  expect(change(5, 0)).toBeNull();
});

test('a wait is told in its largest unit', () => {
  const now = new Date('2026-11-26T12:00:00Z');
  expect(waited('2026-11-26T11:59:30Z', now, 'en')).toBe('0 minutes');
  expect(waited('2026-11-26T11:01:00Z', now, 'ru')).toBe('59 минут');
  expect(waited('2026-11-26T10:30:00Z', now, 'en')).toBe('1 hour');
  expect(waited('2026-11-20T12:00:00Z', now, 'ru')).toBe('6 дней');
  expect(waited('2026-11-26T12:05:00Z', now, 'en')).toBe('0 minutes'); // the clocks differ
});

test('the day compared with is a week before', () => {
  expect(weekday('2026-12-03', 'en')).toBe('Thu, Nov 26');
});
