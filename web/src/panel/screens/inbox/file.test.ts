import { beforeEach, expect, test, vi } from 'vitest';

const api = 'https://p.supabase.co/functions/v1/admin';
const beside = { api, supabase: { url: 'https://p.supabase.co', anon_key: 'anon' } };

/** shown mounts a file in a page of this config; everything is loaded anew, as by a browser. */
async function shown(config: object | null, atOnce: boolean) {
  document.head.innerHTML = config ? `<meta name="prilavok" content='${JSON.stringify(config)}'>` : '';
  vi.resetModules();
  const { renderHook, waitFor, act } = await import('@testing-library/react');
  const { useFile } = await import('./file');
  return { ...renderHook(() => useFile('/api/v1/files/f1', atOnce)), waitFor, act };
}

beforeEach(() => {
  localStorage.clear();
  localStorage.setItem('prilavok.session', JSON.stringify({ access: 'token', refresh: 'r', until: Date.now() + 3_600_000 }));
  URL.createObjectURL = vi.fn(() => 'blob:one');
  URL.revokeObjectURL = vi.fn();
});

test('on a server of our own a file is shown from its address, and nothing is asked', async () => {
  const asked = vi.spyOn(globalThis, 'fetch');
  const page = await shown(null, true);
  expect(page.result.current).toMatchObject({ at: `${location.origin}/api/v1/files/f1`, copied: false });
  expect(asked).not.toHaveBeenCalled();
});

test('beside Supabase it is fetched with the token, shown from a copy, and the copy is let go of', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('picture'));
  const page = await shown(beside, true);
  await page.waitFor(() => expect(page.result.current).toMatchObject({ at: 'blob:one', copied: true, failed: false }));
  expect(asked.mock.calls[0]?.[0]).toBe(`${api}/api/v1/files/f1`);
  expect(asked.mock.calls[0]?.[1]?.headers).toEqual({ Authorization: 'Bearer token' });
  page.unmount();
  expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:one');
});

test('what is large waits until somebody wants it; what is not there fails', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('', { status: 404 }));
  const page = await shown(beside, false);
  expect(asked).not.toHaveBeenCalled();
  expect(page.result.current.at).toBeUndefined();
  page.act(() => page.result.current.load());
  await page.waitFor(() => expect(page.result.current).toMatchObject({ at: undefined, failed: true }));
});
