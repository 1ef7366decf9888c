import createClient, { type Middleware } from 'openapi-fetch';
import { Problem, problemOf } from './problem';
import type { paths } from './schema.gen';
import { session } from './session';

/** guarded makes every answer that is no success a Problem, and adds what the API asks of each request. */
const guarded: Middleware = {
  async onRequest({ request }) {
    for (const [name, value] of Object.entries(await session.headers())) request.headers.set(name, value);
    request.headers.set('Accept-Language', document.documentElement.lang || 'ru');
    // An operation is done once, however often its request arrives.
    if (request.method === 'POST') request.headers.set('Idempotency-Key', crypto.randomUUID());
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return response;
    const problem = await problemOf(response);
    // A messenger's or a model's own 401, of a token that it does not know, ends no session here.
    if (response.status === 401 && /^(staff|http)\./.test(problem.code)) session.lost();
    throw problem;
  },
  onError({ error }) {
    return error instanceof Problem ? error : new Problem(0, 'panel.offline', '');
  },
};

/**
 * api calls the shop's API with the types of its document. Every call resolves to {data},
 * or rejects with a Problem.
 */
export const api = createClient<paths>({
  baseUrl: session.base(),
  credentials: 'same-origin',
  querySerializer: { array: { style: 'form', explode: false } },
  // Read at each call, so that tests and the page's own wrapper may replace it.
  fetch: (request) => globalThis.fetch(request),
});
api.use(guarded);

/** got is the data of a call; the middleware has thrown where there is none. */
export async function got<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
