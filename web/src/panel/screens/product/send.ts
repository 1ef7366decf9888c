import { api, got } from '../../api/client';
import { Problem } from '../../api/problem';
import { source } from '../../ui/Picture';

/** send puts a picture where customers see it, and answers its address. */
export async function send(blob: Blob): Promise<string> {
  const ticket = await got(api.POST('/api/v1/picture-tickets', { body: { type: blob.type as 'image/jpeg', bytes: blob.size } }));
  let response: Response;
  try {
    response = await fetch(source(ticket.url), { method: ticket.method, headers: ticket.headers, body: blob });
  } catch {
    throw new Problem(0, 'panel.offline', '');
  }
  if (!response.ok) throw new Problem(response.status, `picture.http_${response.status}`, await response.text().catch(() => ''));
  if (ticket.check) await got(api.POST('/api/v1/picture-checks', { body: { public: ticket.public } }));
  return ticket.public;
}
