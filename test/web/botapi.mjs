// A Bot API on loopback, small and strict: it knows some bots by their tokens, hands them what
// customers write, keeps what they send, and refuses every method that a shop does not call here.
import { createServer } from 'node:http';

export const tokens = { first: '700000001:AAFirstFirstFirstFirstFirstFirstFir', second: '700000002:AASecondSecondSecondSecondSecondSe' };
const names = { [tokens.first]: 'first_walk_bot', [tokens.second]: 'second_walk_bot' };
const POLL_MS = 2_000;

/** botapi starts it; calls are the methods that were called, and sent what customers were sent, in their order. */
export async function botapi() {
  const calls = [];
  const sent = [];
  const blocked = new Set();
  const bots = Object.fromEntries(Object.keys(names).map((token) => [token, { updates: [], poll: null }]));
  let last = 100;

  /** answer ends a bot's waiting question for news, when there is any or it has waited long enough. */
  const answer = (bot, now) => {
    if (!bot.poll || (!now && bot.updates.length === 0)) return;
    const { say, timer } = bot.poll;
    clearTimeout(timer);
    bot.poll = null;
    say(200, { ok: true, result: bot.updates });
  };
  const poll = (bot, say, offset) => {
    answer(bot, true);
    bot.updates = bot.updates.filter((u) => u.update_id >= offset);
    bot.poll = { say, timer: setTimeout(() => answer(bot, true), POLL_MS) };
    answer(bot, false);
  };
  const methods = {
    getChat: (body) => ({ id: Number(body.chat_id), type: 'supergroup', title: 'Смена «Липы»' }),
    getMe: (_, token) => ({ id: Number(token.split(':')[0]), is_bot: true, first_name: 'Walk', username: names[token] }),
    deleteWebhook: () => true,
    setMyCommands: () => true,
    getWebhookInfo: () => ({ url: '', has_custom_certificate: false, pending_update_count: 3, last_error_date: 1790000000, last_error_message: 'Connection timed out' }),
    sendChatAction: () => true,
    answerCallbackQuery: () => true,
    sendMessage: (body) => message(body),
    sendPhoto: (body) => ({ ...message(body), photo: [{ file_id: `photo-${last}`, file_unique_id: `p${last}`, width: 320, height: 320 }] }),
  };
  const message = (body) => {
    sent.push({ chat: Number(body.chat_id), text: body.text ?? body.caption ?? '' });
    return { message_id: ++last, date: Math.floor(Date.now() / 1000), chat: { id: Number(body.chat_id), type: 'private' }, text: body.text };
  };

  const server = createServer((request, response) => {
    const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url) ?? [];
    const say = (status, body) => {
      if (response.writableEnded || response.destroyed) return;
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      if (!names[token]) return say(401, { ok: false, error_code: 401, description: 'Unauthorized' });
      calls.push(method);
      const text = Buffer.concat(chunks).toString();
      const body = /json/.test(request.headers['content-type'] ?? '') && text ? JSON.parse(text) : part(text);
      if (method === 'getUpdates') return poll(bots[token], say, Number(body.offset ?? 0));
      if (!methods[method]) return say(404, { ok: false, error_code: 404, description: `Not Found: method ${method}` });
      if (blocked.has(Number(body.chat_id))) return say(403, { ok: false, error_code: 403, description: `Forbidden: bot was ${Number(body.chat_id) < 0 ? 'kicked from the supergroup chat' : 'blocked by the user'}` });
      return say(200, { ok: true, result: methods[method](body, token) });
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    calls,
    sent,
    url: `http://127.0.0.1:${server.address().port}`,
    /** happens lets a bot hear of something. */
    happens(token, update) {
      const bot = bots[token];
      bot.updates.push({ update_id: ++last, ...update });
      answer(bot, false);
    },
    /** says has a customer write to a bot. */
    says(token, from, text) {
      this.happens(token, { message: { message_id: ++last, date: Math.floor(Date.now() / 1000), chat: { id: from.id, type: 'private', first_name: from.first_name }, from: { is_bot: false, ...from }, text } });
    },
    /** told waits until a customer has been sent a text of a form. */
    async told(chat, form) {
      for (let i = 0; i < 300; i++) {
        const found = sent.find((m) => m.chat === chat && form.test(m.text));
        if (found) return found.text;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`${chat} has not been sent ${form}: ${JSON.stringify(sent.filter((m) => m.chat === chat).map((m) => m.text))}`);
    },
    /** block is what a customer does who wants to hear nothing more, or a group that puts the bot out. */
    block: (chat) => blocked.add(chat),
    /** unblock is what they do who think better of it. */
    unblock: (chat) => blocked.delete(chat),
    close: () => {
      for (const bot of Object.values(bots)) clearTimeout(bot.poll?.timer);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** part reads the short fields of a form with files. */
function part(text) {
  const fields = {};
  for (const [, name, value] of text.matchAll(/name="(\w+)"\r\n\r\n([^\r]*)\r\n/g)) fields[name] = value;
  return fields;
}
