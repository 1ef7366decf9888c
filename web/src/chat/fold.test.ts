import { describe, expect, it } from 'vitest';
import { asked, fold, phoneText } from './fold';
import type { Outgoing, Pending, Row } from './types';

const at = '2026-03-04T12:00:00Z';
const theirs = (seq: number, out: Outgoing, id = `wm_${seq}`, author: Row['author'] = 'assistant'): Row => ({ seq, author, kind: 'text', out, id, at });
const mine = (seq: number, more: Partial<Row> = {}): Row => ({ seq, author: 'contact', kind: 'text', text: `m${seq}`, id: `c${seq}`, at, ...more });
const pending = (clientId: string, more: Partial<Pending> = {}): Pending => ({ clientId, body: { text: clientId }, at, state: 'sending', ...more });

/** sketch writes items as "me:…" and "shop:…". */
const sketch = (rows: Row[], wait: Pending[] = []): string[] =>
  fold(rows, wait).flatMap((i) => (i.type === 'mine' ? [`me:${i.text}${i.state === 'sent' ? '' : ` (${i.state})`}`] : i.type === 'theirs' ? [`shop:${i.out.text ?? ''}`] : []));

describe('fold', () => {
  it('puts an edit in the place of what it replaces', () => {
    const rows = [theirs(1, { text: 'cart: 1' }), theirs(2, { text: 'other' }), mine(3, { kind: 'button', text: '+', source: 'wm_1' }), theirs(4, { text: 'cart: 2', replaces: 'wm_1' }, 'wm_1')];
    expect(sketch(rows)).toEqual(['shop:cart: 2', 'shop:other']);
  });

  it('shows an edit of something unknown as a message', () => {
    expect(sketch([theirs(9, { text: 'cart', replaces: 'wm_1' }, 'wm_1'), theirs(10, { text: 'cart 2', replaces: 'wm_1' }, 'wm_1')])).toEqual(['shop:cart 2']);
  });

  it('shows a press once a new message answers it', () => {
    const press = mine(2, { kind: 'button', text: 'В корзину', source: 'wm_1' });
    expect(sketch([theirs(1, { text: 'cup' }), press])).toEqual(['shop:cup']);
    expect(sketch([theirs(1, { text: 'cup' }), press, theirs(3, { text: 'added' })])).toEqual(['shop:cup', 'me:В корзину', 'shop:added']);
  });

  it('shows a shortcut by its name at once', () => {
    expect(sketch([mine(1, { kind: 'command', text: '/cart', label: 'Корзина' })])).toEqual(['me:Корзина']);
  });

  it('shows what is on its way until the log has it', () => {
    expect(sketch([mine(1)], [pending('c1'), pending('c2'), pending('c3', { state: 'failed' })])).toEqual(['me:m1', 'me:c2 (sending)', 'me:c3 (failed)']);
  });

  it('leaves out what says nothing', () => expect(sketch([theirs(1, { hide: true })])).toEqual([]));

  it('groups one author near in time and parts days', () => {
    const rows = [theirs(1, { text: 'a' }), theirs(2, { text: 'b' }), { ...theirs(3, { text: 'c' }), at: '2026-03-04T12:30:00Z' }, theirs(4, { text: 'd' }, 'wm_4', 'operator')];
    rows.push({ ...theirs(5, { text: 'e' }), at: '2026-03-08T12:00:00Z' });
    const items = fold(rows, []);
    expect(items.filter((i) => i.type === 'day')).toHaveLength(2);
    expect(items.flatMap((i) => (i.type === 'theirs' ? [`${i.out.text}${i.first ? 'F' : ''}${i.last ? 'L' : ''}`] : []))).toEqual(['aF', 'bL', 'cFL', 'dFL', 'eFL']);
  });
});

describe('asked', () => {
  const ask = theirs(1, { text: 'phone?', ask: 'phone' });
  it('asks until the visitor says something', () => {
    expect(asked([ask], [])).toBe('phone');
    expect(asked([ask, theirs(2, { text: 'and so on' })], [])).toBe('phone');
    expect(asked([ask], [pending('c')])).toBe('');
    expect(asked([ask, mine(2)], [])).toBe('');
    expect(asked([ask, theirs(2, { hide: true })], [])).toBe('');
    expect(asked([], [])).toBe('');
  });
});

describe('phoneText', () => {
  it.each([
    ['+79001234567', '+7\u00a0900\u00a0123-45-67'],
    ['+12025550123', '+1\u00a0202\u00a0555-01-23'],
    ['+442079460958', '+442\u00a0079\u00a0460\u00a0958'],
    ['что-то', 'что-то'],
  ])('%s', (phone, want) => expect(phoneText(phone)).toBe(want));
});
