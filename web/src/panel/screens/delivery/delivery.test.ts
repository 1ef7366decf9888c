import { expect, test } from 'vitest';
import { complete, coordinates, fieldsOf, placesOf, withPlaces, type Fields, type Method } from './data';

const pickup: Fields = { kind: 'pickup', title: { en: 'Here' } };

test('a pickup with one place keeps it as its own, one with several has points', () => {
  const here = { address: { en: '1 Main St' } };
  expect(placesOf(pickup)).toEqual([{ address: {} }]);
  expect(withPlaces(pickup, [here])).toEqual({ ...pickup, place: here });
  expect(withPlaces({ ...pickup, place: here }, [here, { address: { en: '2 Main St' } }])).not.toHaveProperty('place');
  // A point that carts may name stays a point.
  expect(withPlaces({ ...pickup, points: [{ ...here, id: 'pnt_1' }] }, [{ ...here, id: 'pnt_1' }]).points).toHaveLength(1);
});

test('what is not set is not sent back', () => {
  expect(fieldsOf({ id: 'dlv_1', ...pickup, zones: null } as unknown as Method)).toEqual(pickup);
});

test('a draft is complete when nothing needed is missing', () => {
  const zone = { title: { ru: 'Москва' } };
  expect(complete({ ...pickup, zones: [zone], points: [{ address: { en: '1 Main St' } }], schedule: { windows: [{ from: '09:00', to: '11:00', capacity: 1 }] } })).toBe(true);
  const bad: Partial<Fields>[] = [{ title: { ru: ' ' } }, { zones: [zone, { title: {} }] }, { points: [{ address: {} }] }, { schedule: { windows: [{ from: '11:00', to: '09:00', capacity: 1 }] } }, { schedule: { windows: [{ from: '', to: '09:00', capacity: 1 }] } }];
  for (const part of bad) expect(complete({ ...pickup, ...part })).toBe(false);
});

test('coordinates are a pair within the world', () => {
  expect(coordinates('57.7677, 40.9264')).toEqual({ lat: 57.7677, lon: 40.9264 });
  expect(coordinates('-33 151.2')).toEqual({ lat: -33, lon: 151.2 });
  for (const bad of ['', '57', '91, 0', '0, 181', 'a, b']) expect(coordinates(bad)).toBeNull();
});
