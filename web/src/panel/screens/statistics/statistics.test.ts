import { expect, test } from 'vitest';
import { askOf, days, readFilter, stepOf } from './filter';
import { change, lasted, points } from './words';

test('an address is read, whoever wrote it', () => {
  expect(readFilter({})).toEqual({});
  expect(readFilter({ period: 7, channel: 'telegram', best: 'pieces', x: 1 })).toEqual({ period: '7', channel: 'telegram', best: 'pieces' });
  expect(readFilter({ period: '8', channel: 'fax', best: 'luck' })).toEqual({});
  expect(readFilter({ period: '7', from: '2026-03-01', to: '2026-03-31' })).toEqual({ from: '2026-03-01', to: '2026-03-31' });
  expect(readFilter({ from: '2026-03-02', to: '2026-03-01' })).toEqual({});
  expect(readFilter({ from: '2025-01-01', to: '2026-03-01' })).toEqual({});
  expect(readFilter({ from: '2026-13-01', to: '2026-13-02' })).toEqual({});
});

test('the API is asked for days or a preset, never both', () => {
  expect(askOf({})).toEqual({ period: '30' });
  expect(askOf({ period: 'today', channel: 'webchat' })).toEqual({ period: 'today', channel: 'webchat' });
  expect(askOf({ from: '2026-03-01', to: '2026-03-02' })).toEqual({ from: '2026-03-01', to: '2026-03-02' });
});

test('bars are weeks where days would be too many', () => {
  expect(days('2026-03-01', '2026-03-31')).toBe(31);
  expect(stepOf({ period: '30' })).toBe('day');
  expect(stepOf({ period: '90' })).toBe('week');
  expect(stepOf({ from: '2026-01-01', to: '2026-03-03' })).toBe('day');
  expect(stepOf({ from: '2026-01-01', to: '2026-03-04' })).toBe('week');
});

test('numbers are said as people say them', () => {
  expect(change(150, 100)).toBe(50);
  expect(change(0, 100)).toBe(-100);
  expect(change(5, 0)).toBeNull();
  expect(points(66.7, 60, 'en')).toBe('+6.7');
  expect(points(50, 60.5, 'ru')).toBe('-10,5');
  expect(points(50, 50, 'en')).toBe('0');
  expect(lasted(1500, 'en')).toBe('1.5 sec');
  expect(lasted(42_400, 'en')).toBe('42 sec');
  expect(lasted(598_500, 'en')).toBe('10 min');
  expect(lasted(900_000_000, 'en')).toBe('10 days');
  expect(lasted(5_400_000, 'ru')).toMatch(/^1,5\sч$/u);
});
