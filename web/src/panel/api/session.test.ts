import { beforeEach, expect, test, vi } from 'vitest';

const answer = (body: object, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const tokens = (access: string, expires_in = 3600) => answer({ access_token: access, refresh_token: `r-${access}`, expires_in });

/** opened is the session of a page that stands beside a project of Supabase. */
async function opened() {
  document.head.innerHTML = `<meta name="prilavok" content='{"api":"https://p.supabase.co/functions/v1/admin","supabase":{"url":"https://p.supabase.co/","anon_key":"anon"}}'>`;
  vi.resetModules();
  return (await import('./session')).session;
}

beforeEach(() => localStorage.clear());

test('without a project the page marks its requests and sends no token', async () => {
  document.head.innerHTML = '';
  vi.resetModules();
  const { session } = await import('./session');
  expect(await session.headers()).toEqual({ 'X-Prilavok': 'panel' });
  expect(session.tokens()).toBe(false);
  expect(session.base()).toBe(location.origin);
});

test('the token of Supabase Auth goes with each request, and no header that the function would not let through', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockResolvedValue(tokens('one'));
  const session = await opened();
  expect(session.base()).toBe('https://p.supabase.co/functions/v1/admin');
  expect(await session.headers()).toEqual({});
  await session.signIn('anna@shop.example', 'secret');
  expect(asked.mock.calls[0]?.[0]).toBe('https://p.supabase.co/auth/v1/token?grant_type=password');
  session.choose('north');
  expect(await session.headers()).toEqual({ Authorization: 'Bearer one', 'X-Shop': 'north' });
  asked.mockResolvedValue(answer({}));
  await session.signOut();
  expect(await session.headers()).toEqual({});
});

test('requests at once share one exchange of a token that ends soon', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockResolvedValueOnce(tokens('old', 5)).mockResolvedValueOnce(tokens('new'));
  const session = await opened();
  await session.signIn('a', 'b');
  const all = await Promise.all([session.headers(), session.headers(), session.headers()]);
  expect(all.map((h) => h.Authorization)).toEqual(['Bearer new', 'Bearer new', 'Bearer new']);
  expect(asked).toHaveBeenCalledTimes(2);
  expect(asked.mock.calls[1]?.[1]?.body).toBe('{"refresh_token":"r-old"}');
});

test('a refused exchange signs out; one without a network keeps the session', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockResolvedValueOnce(tokens('old', 5));
  const session = await opened();
  await session.signIn('a', 'b');
  asked.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  await expect(session.headers()).rejects.toMatchObject({ status: 0 });
  asked.mockResolvedValueOnce(answer({ error_code: 'refresh_token_not_found' }, 400));
  expect(await session.headers()).toEqual({});
});

test('a wrong password is told by its code', async () => {
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(answer({ error_code: 'invalid_credentials', msg: 'Invalid login credentials' }, 400));
  const session = await opened();
  await expect(session.signIn('a', 'b')).rejects.toMatchObject({ status: 400, code: 'supabase.invalid_credentials' });
});
