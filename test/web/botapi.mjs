// A Bot API on loopback, small and strict: it knows some bots by their tokens, and refuses
// every method that a shop does not call while it connects one.
import { createServer } from 'node:http';

export const tokens = { first: '700000001:AAFirstFirstFirstFirstFirstFirstFir', second: '700000002:AASecondSecondSecondSecondSecondSe' };
const names = { [tokens.first]: 'first_walk_bot', [tokens.second]: 'second_walk_bot' };

/** botapi starts it; calls are the methods that were called, in their order, sent what was written to whom. */
export async function botapi() {
  const calls = [];
  const sent = [];
  const updates = [];
  const waiting = new Set();
  const answers = new Set();
  const server = createServer((request, response) => {
    const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url) ?? [];
    const say = (status, body) => {
      if (response.writableEnded || response.destroyed) return;
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      if (!names[token]) return say(401, { ok: false, error_code: 401, description: 'Unauthorized' });
      calls.push(method);
      const result = {
        getMe: { id: Number(token.split(':')[0]), is_bot: true, first_name: 'Walk', username: names[token] },
        deleteWebhook: true,
        setMyCommands: true,
        getChat: { id: -1007, type: 'supergroup', title: 'Смена «Липы»' },
        sendMessage: { message_id: sent.length + 1, date: 1790000000, chat: { id: -1007, type: 'supergroup' } },
        getWebhookInfo: { url: '', has_custom_certificate: false, pending_update_count: 3, last_error_date: 1790000000, last_error_message: 'Connection timed out' },
      }[method];
      if (method === 'getUpdates') {
        const answer = () => {
          clearTimeout(timer);
          waiting.delete(timer);
          answers.delete(answer);
          say(200, { ok: true, result: updates.splice(0) });
        };
        const timer = setTimeout(answer, updates.length ? 0 : 2_000);
        waiting.add(timer);
        answers.add(answer);
        return undefined;
      }
      if (method === 'sendMessage') sent.push(JSON.parse(Buffer.concat(parts).toString()));
      if (result === undefined) return say(404, { ok: false, error_code: 404, description: `Not Found: method ${method}` });
      return say(200, { ok: true, result });
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    calls,
    sent,
    /** happens lets the bots hear of something. */
    happens: (update) => {
      updates.push({ update_id: 1000 + updates.length + calls.length, ...update });
      for (const answer of answers) answer();
    },
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      for (const timer of waiting) clearTimeout(timer);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
