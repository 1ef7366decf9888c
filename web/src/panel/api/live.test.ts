import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Live, type Heard } from './live';
import { Problem } from './problem';

class Source {
  static CLOSED = 2;
  readyState = 0;
  closed = false;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  private on = new Map<string, (e: unknown) => void>();
  addEventListener(name: string, f: (e: unknown) => void) {
    this.on.set(name, f);
  }
  say(cursor: string, id: string) {
    this.on.get('change')?.({ data: JSON.stringify({ cursor, kind: 'message', conversation_id: id }), lastEventId: cursor });
  }
  close() {
    this.closed = true;
  }
}

const change = (n: number) => ({ cursor: String(n), kind: 'message', conversation_id: `c${n}` });

function made(at = { end: 5 }) {
  const sources: Source[] = [];
  const asked: string[] = [];
  const state = { hidden: false, down: false, streams: true };
  const live = new Live({
    changes: async (after) => {
      asked.push(after);
      if (state.down) throw new Problem(0, 'panel.offline', '');
      if (after === '') return { items: [], next: String(at.end) };
      const items = [];
      for (let n = Number(after) + 1; n <= at.end; n++) items.push(change(n));
      return { items, next: String(at.end) };
    },
    open: () => {
      if (!state.streams) return null;
      const s = new Source();
      sources.push(s);
      return s as unknown as EventSource;
    },
    hidden: () => state.hidden,
    pauses: { seen: 1000, hidden: 5000, most: 10_000 },
  });
  const heard: Heard[] = [];
  live.hear((h) => heard.push(h));
  return { live, sources, asked, heard, state, at };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Source);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ids = (heard: Heard[]) => heard.flatMap((h) => (h === null ? ['all'] : h.map((c) => c.conversation_id)));

test('a stream is heard, and after a break what was missed is asked for by cursor', async () => {
  const { live, sources, asked, heard, at } = made();
  const stop = live.start();
  sources[0]?.onopen?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(live.link).toBe('live');
  sources[0]?.say('6', 'c6');
  sources[0]?.onerror?.();
  expect([live.link, sources[0]?.closed]).toEqual(['away', true]);
  at.end = 8;
  await vi.advanceTimersByTimeAsync(1000);
  sources[1]?.onopen?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked.slice(1)).toEqual(['6', '8']);
  expect(ids(heard)).toEqual(['all', 'c6', 'c7', 'c8']);
  expect(live.link).toBe('live');
  stop();
  expect(sources[1]?.closed).toBe(true);
});

test('without a stream it asks now and then, and hidden more rarely', async () => {
  const { live, heard, asked, state, at } = made();
  state.streams = false;
  const stop = live.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(live.link).toBe('polling');
  at.end = 6;
  await vi.advanceTimersByTimeAsync(1000);
  expect(ids(heard)).toEqual(['all', 'c6']);
  state.hidden = true;
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(0);
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(4999);
  expect(asked.length).toBe(before);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked.length).toBe(before);
});

test('a server that is away is asked ever more rarely; when it is back everything is read anew', async () => {
  const { live, heard, asked, state } = made();
  state.streams = false;
  const stop = live.start();
  await vi.advanceTimersByTimeAsync(0);
  state.down = true;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(live.link).toBe('away');
  expect(asked.length).toBeLessThan(7);
  state.down = false;
  dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(live.link).toBe('polling');
  expect(ids(heard).at(-1)).toBe('all');
  stop();
});

test('a stream that never opens is given up for asking', async () => {
  const { live, sources, state } = made();
  const stop = live.start();
  for (let i = 0; i < 3; i++) {
    const s = sources.at(-1);
    if (s) s.readyState = 2;
    s?.onerror?.();
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(sources.length).toBe(3);
  expect(live.link).toBe('polling');
  expect(state.down).toBe(false);
  stop();
});
