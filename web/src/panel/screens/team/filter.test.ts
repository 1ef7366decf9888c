import { expect, test } from 'vitest';
import { queryOf, readFilter } from './filter';

test('only filters are read from an address', () => {
  expect(readFilter({ actor: 'mem_1', action: 'orders.cancel', since: '2026-02-30x', until: '2026-02-28', x: 'y', subject: 5 })).toEqual({
    actor: 'mem_1',
    action: 'orders.cancel',
    until: '2026-02-28',
  });
});

test('the last day is taken whole, over the end of a month', () => {
  const q = queryOf({ since: '2026-02-28', until: '2026-02-28', actor: 'mem_1' });
  expect(q.actor).toBe('mem_1');
  expect(Date.parse(q.until ?? '') - Date.parse(q.since ?? '')).toBe(24 * 3600 * 1000);
});
