import { afterEach, describe, expect, it, vi } from 'vitest';
import { Api } from './api';

const answer = (ahead: number, keep: string) =>
  new Response('{}', { headers: { Date: new Date(Date.now() + ahead).toUTCString(), 'Cache-Control': keep } });

describe('skew', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is told by answers made now, and not by those that the browser kept', async () => {
    const answers = [answer(3_600_000, 'no-store'), answer(-86_400_000, 'private, max-age=86400, immutable')];
    vi.stubGlobal('fetch', async () => answers.shift());
    const api = new Api({ shop: '', account: 'acc', embedded: true }, { get: async () => '', set: () => undefined });
    await api.config('ru');
    expect(Math.round(api.skew / 60_000)).toBe(60);
    await api.config('ru');
    expect(Math.round(api.skew / 60_000)).toBe(60);
    expect(answers).toHaveLength(0);
  });
});
