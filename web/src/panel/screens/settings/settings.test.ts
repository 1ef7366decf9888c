import { describe, expect, it } from 'vitest';
import type { Setting } from './data';
import { found } from './Settings';
import { moved, newKey } from './Stages';
import { written } from './written';

const setting = (part: Partial<Setting>): Setting => ({ key: 'x', group: 'shop', kind: 'line', label: { ru: 'Часы работы', en: 'Working hours' }, help: { ru: '', en: '' }, value: '', required: false, ...part });

describe('settings', () => {
  it('are found by words of either language, in any order', () => {
    expect(found(setting({}), 'работы час')).toBe(true);
    expect(found(setting({}), 'HOURS')).toBe(true);
    expect(found(setting({}), 'hours never')).toBe(false);
  });
  it('are written as a person reads them', () => {
    expect(written({ ru: 'Чай', en: '' }, undefined, 'ru', 'RUB')).toBe('RU: Чай');
    expect(written(150_00, setting({ kind: 'money' }), 'en', 'USD')).toBe('$150');
    expect(written(72, setting({ kind: 'number', unit: { ru: 'часов', en: 'hours' } }), 'en', '')).toBe('72 hours');
    expect(written('keep', setting({ options: [{ value: 'keep', label: { ru: 'оставить', en: 'keep it' } }] }), 'ru', '')).toBe('оставить');
    expect(written(['ru', 'en'], undefined, 'ru', '')).toBe('Русский, English');
    expect(written([{ key: 'a', title: { en: 'Packing' } }], undefined, 'ru', '')).toBe('Packing');
    expect(written(null, undefined, 'ru', '')).toBe('');
    expect(written(0, undefined, 'ru', '')).toBe('');
  });
});

describe('stages', () => {
  it('move by one place', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  });
  it('get a key that none has', () => {
    const stages = ['stage_1', 'stage_3'].map((key) => ({ key, title: {} }));
    expect(newKey(stages)).toBe('stage_4');
    expect(newKey([{ key: 'stage_2', title: {} }])).toBe('stage_3');
  });
});
