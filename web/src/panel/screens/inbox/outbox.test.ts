import { beforeEach, expect, test, vi } from 'vitest';
import type { Message } from '../../api/desk';
import { Problem } from '../../api/problem';
import { Outbox, pending, type Going } from './outbox';

const words = { conversation: 'c1', note: false, text: 'Здравствуйте', after: 'm3' };
const said = (text: string, seq: number, note = false) => ({ id: `m${seq}`, seq, text, by: 'operator', note }) as Message;
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => localStorage.clear());

function made(answers: (Message | Problem)[]) {
  const calls: { text: string; client_id: string; force?: boolean }[] = [];
  const answer = (): Promise<Message> => {
    const next = answers.shift() ?? new Problem(0, 'panel.offline', '');
    return next instanceof Problem ? Promise.reject(next) : Promise.resolve(next);
  };
  const box = new Outbox(localStorage, {
    say: (_, body) => (calls.push(body), answer()),
    note: (_, text, client_id) => (calls.push({ text, client_id }), answer()),
  });
  const sent: Message[] = [];
  box.sent = (_, m) => sent.push(m);
  return { box, calls, sent };
}

test('what the server has taken is not kept', async () => {
  const { box, sent } = made([said('Здравствуйте', 4)]);
  const close = box.open('me');
  box.put(words);
  expect(box.of('c1').map((g) => g.state)).toEqual(['sending']);
  await settled();
  expect(box.of('c1')).toEqual([]);
  expect(sent.map((m) => m.id)).toEqual(['m4']);
  expect(localStorage.length).toBe(0);
  close();
});

test('without a network it waits, and goes out once with the same id, in order', async () => {
  const { box, calls } = made([new Problem(0, 'panel.offline', ''), said('Здравствуйте', 4), said('Второе', 5)]);
  const close = box.open('me');
  box.put(words);
  box.put({ ...words, text: 'Второе' });
  await settled();
  expect(box.of('c1')[0]?.state).toBe('waiting');
  dispatchEvent(new Event('online'));
  await settled();
  await settled();
  expect(box.of('c1')).toEqual([]);
  expect(calls.map((c) => c.text)).toEqual(['Здравствуйте', 'Здравствуйте', 'Второе']);
  expect(calls[0]?.client_id).toBe(calls[1]?.client_id);
  close();
});

test('another page of the same person goes on with what was left, of another person with nothing', async () => {
  const first = made([]);
  first.box.open('me')();
  first.box.put(words);
  await settled();
  const other = made([]);
  other.box.open('somebody')();
  expect(other.box.of('c1')).toEqual([]);
  const { box, calls } = made([said('Здравствуйте', 4)]);
  box.open('me')();
  await settled();
  expect(calls[0]?.client_id).toBe(first.calls[0]?.client_id);
  expect(box.of('c1')).toEqual([]);
});

test('a colleague has the conversation: it is sent only when the operator insists', async () => {
  const { box, calls } = made([new Problem(409, 'conversation.held', 'Разговор у коллеги', [{ field: 'assignee.name', message: 'Пётр' }]), said('Здравствуйте', 4)]);
  const close = box.open('me');
  box.put(words);
  await settled();
  const held = box.of('c1')[0];
  expect([held?.state, held?.holder]).toEqual(['held', 'Пётр']);
  box.go();
  expect(calls.length).toBe(1);
  box.again(held?.client ?? '', true);
  await settled();
  expect(calls[1]?.force).toBe(true);
  expect(box.of('c1')).toEqual([]);
  close();
});

test('a refusal stays with its words and its reason; the next message goes on', async () => {
  const { box } = made([new Problem(422, 'message.too_long', 'Слишком длинно'), said('Второе', 5)]);
  const close = box.open('me');
  box.put(words);
  box.put({ ...words, text: 'Второе' });
  await settled();
  await settled();
  expect(box.of('c1').map((g) => [g.text, g.state, g.title])).toEqual([['Здравствуйте', 'failed', 'Слишком длинно']]);
  box.drop(box.of('c1')[0]?.client ?? '');
  expect(localStorage.length).toBe(0);
  close();
});

test('a broken server is tried a few times, and then it is said', async () => {
  vi.useFakeTimers();
  const broken = new Problem(503, 'http.503', 'Не сейчас');
  const { box, calls } = made([broken, broken, broken, broken]);
  const close = box.open('me');
  box.put(words);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls.length).toBe(4);
  expect(box.of('c1')[0]?.state).toBe('failed');
  close();
  vi.useRealTimers();
});

test('a message that has come by the stream is not shown twice; an older equal one is another', () => {
  const g = { ...words, client: 'x', state: 'sending' } as Going;
  expect(pending([g], [said('Здравствуйте', 2), said('Ответ', 3)])).toEqual([g]);
  expect(pending([g], [said('Ответ', 3), said('Здравствуйте', 4)])).toEqual([]);
  expect(pending([g], [said('Здравствуйте', 4, true)])).toEqual([g]);
  expect(pending([g, { ...g, client: 'y' }], [said('Здравствуйте', 4)]).map((x) => x.client)).toEqual(['y']);
});
