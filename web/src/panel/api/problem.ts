import type { components } from './schema.gen';

type Body = components['schemas']['Problem'];

/** Problem is an answer of the server that is no success; status 0 means no answer at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: { field: string; message: string }[] = [],
    /** retryAfter is in seconds. */
    readonly retryAfter = 0,
  ) {
    super(message || code);
  }
}

/** problemOf reads an answer that is no success, whatever it holds. */
export async function problemOf(response: Response): Promise<Problem> {
  let body: Partial<Body> = {};
  try {
    body = (await response.json()) as Partial<Body>;
  } catch {
    // A proxy's page instead of ours: its status has to do.
  }
  return new Problem(
    response.status,
    body.code ?? `http.${response.status}`,
    body.detail ?? body.title ?? '',
    body.errors ?? [],
    Number(response.headers.get('Retry-After') ?? 0),
  );
}
