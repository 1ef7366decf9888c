import { describe, expect, it } from 'vitest';
import { keyOf, lines, type Text } from './words';

const text = (part: Partial<Text>): Text => ({ event: 'order.placed', audience: 'customer', lang: 'ru', version: 0, body: '', built_in: 'x', variables: [], active: true, urgent: false, ...part });

describe('texts of notices', () => {
  it('are gathered by event and channel, for one audience', () => {
    const got = lines([text({}), text({ lang: 'en' }), text({ audience: 'staff' }), text({ channel: 'telegram' }), text({ event: 'order.paid' })], 'customer');
    expect(got.map((l) => `${l.id}:${l.texts.length}`)).toEqual(['order.placed :2', 'order.placed telegram:1', 'order.paid :1']);
  });
  it('are named without an empty channel', () => {
    expect(keyOf(text({}))).toEqual({ event: 'order.placed', audience: 'customer', lang: 'ru' });
    expect(keyOf(text({ channel: 'telegram' })).channel).toBe('telegram');
  });
});
