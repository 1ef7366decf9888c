import { beforeEach, describe, expect, it } from 'vitest';
import type { Api } from './api';
import { Problem, whereFrom } from './api';
import { Chat, merge } from './chat';
import { Keep, Server, settle, Time } from './fake';
import type { Row } from './types';

const at = '2026-03-04T12:00:00Z';
let server: Server;
let time: Time;
let keep: Keep;
let chat: Chat;
beforeEach(async () => {
  server = new Server();
  time = new Time();
  keep = new Keep();
  chat = new Chat(server as unknown as Api, keep, time);
  await chat.start('ru');
  await settle();
});
const state = () => chat.snapshot();
const arrive = (row: Partial<Row> & { seq: number }) => server.events!.message({ author: 'assistant', kind: 'text', out: { text: 'a' }, at, ...row });

describe('a chat', () => {
  it('starts, catches up and is online', () => {
    expect(state()).toMatchObject({ phase: 'ready', link: 'online', caughtUp: true });
    expect(server.asked).toEqual([0]);
  });

  it('shows a message at once and lets the log confirm it', async () => {
    chat.say('привет');
    expect(state().pending).toMatchObject([{ body: { text: 'привет' }, state: 'sending' }]);
    await settle();
    expect(server.sent).toHaveLength(1);
    arrive({ seq: 1, author: 'contact', text: 'привет', id: server.sent[0]!.id });
    expect(state().pending).toEqual([]);
    expect(state().rows).toHaveLength(1);
  });

  it('sends again by itself, in order and under the same id, when the network returns', async () => {
    server.refuse = [new Problem(0, 'network'), new Problem(503, 'store.unavailable'), new Problem(429, 'webchat.too_fast', 10)];
    chat.say('one');
    chat.say('two');
    await settle();
    const ids = state().pending.map((p) => p.clientId);
    await time.pass(3_000);
    expect(server.sent).toEqual([]);
    await time.pass(10_000);
    expect(server.sent.map((s) => [s.id, s.body.text])).toEqual([[ids[0], 'one'], [ids[1], 'two']]);
  });

  it('marks what will never be accepted, and sends it again only when told', async () => {
    server.refuse = [new Problem(400, 'webchat.text_too_long')];
    chat.say('long');
    chat.say('short');
    await settle();
    expect(state().pending).toMatchObject([{ state: 'failed', reason: 'webchat.text_too_long' }, { state: 'sending' }]);
    expect(server.sent.map((s) => s.body.text)).toEqual(['short']);
    chat.retry(state().pending[0]!.clientId);
    await settle();
    expect(server.sent.map((s) => s.body.text)).toEqual(['short', 'long']);
    chat.drop(state().pending[0]!.clientId);
    expect(state().pending).toHaveLength(1);
  });

  it('gets a new session when the old one is refused', async () => {
    server.refuse = [new Problem(401, 'webchat.no_session')];
    chat.say('a');
    await settle();
    expect(server.sessions).toEqual([false, true]);
    await time.pass(2_000);
    expect(server.sent).toHaveLength(1);
  });

  it('keeps what was not sent over a reload', async () => {
    server.refuse = [new Problem(0, 'network')];
    chat.say('kept');
    await settle();
    chat.stop();
    const next = new Chat(server as unknown as Api, keep, time);
    await next.start('ru');
    await settle();
    expect(server.sent.map((s) => s.body.text)).toEqual(['kept']);
  });

  it('does not send again what the log already has', async () => {
    chat.say('done');
    await settle();
    server.log = [{ seq: 1, author: 'contact', kind: 'text', text: 'done', id: server.sent[0]!.id, at }];
    const next = new Chat(server as unknown as Api, keep, time);
    await next.start('ru');
    await settle();
    expect(server.sent).toHaveLength(1);
    expect(next.snapshot().pending).toEqual([]);
  });

  it('comes back after a lost connection and asks for what it missed', async () => {
    arrive({ seq: 5 });
    server.drop();
    await settle();
    expect(state().link).toBe('connecting');
    await time.pass(2_000);
    expect(server.asked).toEqual([0, 5]);
    expect(state().link).toBe('online');
  });

  it('says that it is offline only after a while, and tries at once when woken', async () => {
    server.stream = () => Promise.reject(new Problem(0, 'network'));
    server.drop();
    await settle();
    await time.pass(2_000);
    expect(state().link).toBe('connecting');
    await time.pass(1_000);
    expect(state().link).toBe('offline');
    server.stream = Server.prototype.stream;
    chat.wakeUp();
    await settle();
    expect(state().link).toBe('online');
  });

  it('drops a silent connection', async () => {
    await time.pass(41_000);
    expect(server.asked.length).toBeGreaterThan(1);
    expect(state().link).toBe('online');
  });

  it('shows typing after a blink, and a fixed line when there is one', async () => {
    chat.say('a');
    await settle();
    expect(state().typing).toBeNull();
    await time.pass(400);
    expect(state().typing).toBe('');
    server.events!.typing('Ищу…');
    expect(state().typing).toBe('Ищу…');
    arrive({ seq: 2 });
    expect(state().typing).toBeNull();
    server.events!.typing('');
    await time.pass(8_000);
    expect(state().typing).toBeNull();
  });

  it('does not pretend to type while an operator has the conversation', async () => {
    server.events!.status('open');
    chat.say('a');
    await time.pass(5_000);
    expect(state().typing).toBeNull();
  });

  it('marks a pressed button until its answer', async () => {
    chat.press({ title: '+', action: 'plus' }, 'wm_1');
    expect(state().pressed).toBe('wm_1 plus');
    await settle();
    expect(server.sent[0]!.body).toEqual({ action: 'plus', label: '+', source: 'wm_1' });
    arrive({ seq: 2 });
    expect(state().pressed).toBe('');
  });

  it('tells the bot about a new language once there is a conversation', async () => {
    await chat.setLang('en', 'English');
    expect([server.lang, server.sent.length]).toEqual(['en', 0]);
    arrive({ seq: 1 });
    await chat.setLang('ru', 'Русский');
    await settle();
    expect(server.sent.map((s) => s.body.action)).toEqual(['lang:ru']);
  });

  it('tells a closed shop from a broken one', async () => {
    server.config = () => Promise.reject(new Problem(404, 'webchat.no_shop'));
    await chat.start('ru');
    expect(state().phase).toBe('no-shop');
    server.config = () => Promise.reject(new Problem(0, 'network'));
    await chat.start('ru');
    expect(state().phase).toBe('broken');
  });
});

describe('merge', () => {
  const row = (seq: number, id = ''): Row => ({ seq, author: 'assistant', kind: 'text', id, at });
  it('keeps order and takes each once', () => {
    expect(merge([row(3), row(4)], [row(1), row(3, 'new'), row(2)]).map((r) => `${r.seq}${r.id}`)).toEqual(['1', '2', '3new', '4']);
    expect(merge([row(1)], [row(2)]).map((r) => r.seq)).toEqual([1, 2]);
  });
});

describe('whereFrom', () => {
  it.each([
    ['/', { shop: '', account: '', embedded: false }],
    ['/s/demo', { shop: 'demo', account: '', embedded: false }],
    ['/embed/acc1', { shop: '', account: 'acc1', embedded: true }],
    ['/embed', { shop: '', account: '', embedded: true }],
  ])('%s', (path, want) => expect(whereFrom(path)).toEqual(want));
});
