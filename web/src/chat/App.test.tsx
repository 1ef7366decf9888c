import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Api } from './api';
import { App } from './App';
import { Chat } from './chat';
import { Keep, Server, settle, Time } from './fake';
import { en } from './texts.en';
import { ru } from './texts.ru';
import type { Button, Card, Config, Row } from './types';

const at = '2026-03-04T12:00:00Z';
let server: Server;
let chat: Chat;
const user = userEvent.setup();

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  server = new Server();
  const config: Partial<Config> = { shortcuts: [{ icon: 'cart', title: 'Корзина', command: '/cart' }], categories: [{ title: 'Чай', action: 'cat:1', count: 3 }], shop: { name: 'Лавка', slug: 's', phone: '+7 495 000-00-00' } };
  const plainConfig = server.config.bind(server);
  server.config = async (lang: string) => ({ ...(await plainConfig(lang)), ...config });
});
afterEach(() => {
  cleanup();
  chat.stop();
  vi.unstubAllGlobals();
});

async function open(): Promise<void> {
  chat = new Chat(server as unknown as Api, new Keep(), new Time());
  await chat.start('ru');
  await settle();
  render(<App chat={chat} where={{ shop: '', account: '', embedded: false }} firstLang="ru" firstTexts={ru} />);
  await act(settle);
}

const arrive = async (row: Partial<Row> & { seq: number }) => act(async () => server.events!.message({ author: 'assistant', kind: 'text', id: `wm_${row.seq}`, at, ...row }));
const field = () => screen.getByRole('textbox', { name: ru.messagePlaceholder });

describe('the page', () => {
  it('greets, and begins with a press', async () => {
    await open();
    expect(screen.getByRole('heading', { level: 1, name: 'Лавка' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: ru.suggestCatalog }));
    expect(server.sent.map((s) => s.body)).toEqual([{ text: '/catalog', label: ru.suggestCatalog }]);
    expect(within(screen.getByRole('log')).getByText(ru.suggestCatalog)).toBeTruthy();
    expect(screen.queryByRole('button', { name: ru.suggestOrder })).toBeNull();
  });

  it('sends with Enter, makes a line with Shift+Enter, and sends nothing empty', async () => {
    await open();
    await user.type(field(), '  {Enter}');
    await user.type(field(), 'раз{Shift>}{Enter}{/Shift}два{Enter}');
    expect(server.sent.map((s) => s.body)).toEqual([{ text: 'раз\nдва' }]);
    expect((field() as HTMLTextAreaElement).value).toBe('');
    expect(document.activeElement).toBe(field());
  });

  it('refuses a text that is too long before it is sent', async () => {
    await open();
    await user.click(field());
    await user.paste('ы'.repeat(4001));
    await user.keyboard('{Enter}');
    expect(server.sent).toEqual([]);
    expect(screen.getByRole('alert').textContent).toContain(ru.tooLong);
  });

  it('shows a product with its prices and presses its button', async () => {
    await open();
    await arrive({ seq: 1, out: { cards: [{ product_id: 'p', title: 'Чашка &laquo;Утро&raquo;', price: '1 490 ₽', old_price: '1 890 ₽', badge: 'хит', buttons: [[{ text: 'В корзину', action: 'add:1' }]] }] } });
    const card = screen.getByRole('article');
    expect(within(card).getByRole('heading', { name: 'Чашка «Утро»' })).toBeTruthy();
    expect(card.textContent).toContain(`${ru.wasPrice}: 1 890 ₽`);
    const button = within(card).getByRole('button', { name: 'В корзину' });
    await user.click(button);
    await user.click(button); // a second press while the first is answered does nothing
    expect(server.sent.map((s) => s.body)).toEqual([{ action: 'add:1', label: 'В корзину', source: 'wm_1' }]);
    expect(button.getAttribute('aria-busy')).toBe('true');
    await arrive({ seq: 2, out: { text: 'Готово' } });
    expect(button.getAttribute('aria-busy')).toBe('false');
  });

  it('opens links apart and drops links that run scripts', async () => {
    await open();
    await arrive({ seq: 1, out: { text: 'a', buttons: [[{ text: 'Сайт', url: 'https://a.example' }, { text: 'Зло', url: 'javascript:alert(1)' }]] } });
    const link = screen.getByRole('link', { name: new RegExp('Сайт') });
    expect([link.getAttribute('target'), link.getAttribute('rel')]).toEqual(['_blank', 'noopener noreferrer']);
    expect(screen.queryByText('Зло')).toBeNull();
  });

  it('stands when a message is not what it should be', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await open();
    await arrive({ seq: 1, out: { text: 'слова', buttons: [null, [], [{ text: 'Дальше', action: 'next' }]] as unknown as Button[][] } });
    expect(screen.getAllByRole('button', { name: 'Дальше' })).toHaveLength(1);
    await arrive({ seq: 2, out: { text: 'и <b>другие</b>', cards: [null] as unknown as Card[] } });
    expect(screen.getByText('и другие')).toBeTruthy();
    expect(screen.getByText('слова')).toBeTruthy();
    expect(field()).toBeTruthy();
  });

  it('asks for a phone and checks it', async () => {
    await open();
    await arrive({ seq: 1, out: { text: 'Телефон?', ask: 'phone' } });
    const phone = await screen.findByRole('textbox', { name: ru.phoneLabel });
    await user.type(phone, '112{Enter}');
    expect(screen.getByRole('alert').textContent).toBe(ru.phoneBad);
    expect(document.activeElement).toBe(phone);
    await user.clear(phone);
    await user.type(phone, '8 900 123-45-67{Enter}');
    expect(server.sent.map((s) => s.body)).toEqual([{ contact: { phone: '8 900 123-45-67' } }]);
    expect(screen.queryByRole('textbox', { name: ru.phoneLabel })).toBeNull();
  });

  it('tells what was not sent and sends it again', async () => {
    const { Problem } = await import('./api');
    server.refuse = [new Problem(400, 'webchat.bad_body')];
    await open();
    await user.type(field(), 'a{Enter}');
    expect(screen.getByRole('alert').textContent).toContain(ru.failed);
    await user.click(screen.getByRole('button', { name: ru.retry }));
    expect(server.sent).toHaveLength(1);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says who answers', async () => {
    await open();
    await act(async () => server.events!.status('open'));
    expect(screen.getByText(ru.operatorHas)).toBeTruthy();
    await arrive({ seq: 1, author: 'operator', out: { text: 'Здравствуйте' } });
    expect(within(screen.getByRole('log')).getByText(ru.operator)).toBeTruthy();
  });

  it('speaks the other language', async () => {
    await open();
    await user.click(screen.getByRole('button', { name: ru.language }));
    expect(await screen.findByRole('textbox', { name: en.messagePlaceholder })).toBeTruthy();
    expect(document.documentElement.lang).toBe('en');
  });

  it('lists the shop and its categories beside the chat', async () => {
    await open();
    const panel = screen.getByRole('complementary', { name: ru.about });
    expect(within(panel).getByRole('link', { name: '+7 495 000-00-00' }).getAttribute('href')).toBe('tel:+74950000000');
    await user.click(within(panel).getByRole('button', { name: /Чай/ }));
    expect(server.sent.map((s) => s.body)).toEqual([{ action: 'cat:1', label: 'Чай' }]);
  });

  it('is calm: what was said before is not announced', async () => {
    server.log = [{ seq: 1, author: 'assistant', kind: 'text', out: { text: 'раньше' }, id: 'wm_1', at }];
    server.stream = (_after, events) => {
      server.events = events;
      return new Promise(() => undefined);
    };
    await open();
    expect(screen.getByText('раньше')).toBeTruthy();
    expect(screen.getByRole('log').getAttribute('aria-live')).toBe('off');
    await act(async () => server.events!.ready());
    expect(screen.getByRole('log').getAttribute('aria-live')).toBe('polite');
  });
});

describe('the texts', () => {
  it('are complete in both languages', () => {
    for (const [key, text] of Object.entries(ru)) {
      expect(text, key).not.toBe('');
      expect((en as Record<string, string>)[key], key).toBeTruthy();
      expect(/[а-яё]/i.test((en as Record<string, string>)[key]!), key).toBe(false);
    }
  });

  it('shows a bill until it is paid, then asks for nothing more', async () => {
    await open();
    const bill = { order: '1042', status: 'awaiting', until: '2100-01-01T00:00:00Z' };
    await arrive({ seq: 1, out: { text: 'К оплате', bill, buttons: [[{ text: 'Оплатить', url: 'https://bank.example' }], [{ text: 'Другой способ', action: 'ways:1042' }]] } });
    expect(screen.getByText(ru.billWaits)).toBeTruthy();
    expect(screen.getByRole('link', { name: /Оплатить/ })).toBeTruthy();
    await arrive({ seq: 2, out: { text: 'Оплата получена', bill: { order: '1042', status: 'captured', over: true }, buttons: [[{ text: 'Этот заказ', action: 'order:1042' }]] } });
    expect(screen.getAllByText(ru.billPaid)).toHaveLength(2);
    expect(screen.queryByRole('link', { name: /Оплатить/ })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Другой способ' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Этот заказ' })).toBeTruthy();
  });

  it('sends pictures with their words, and says why one cannot be sent', async () => {
    vi.stubGlobal('createImageBitmap', async (f: Blob) => (f.size > 3 ? { width: 1, height: 1, close: () => undefined } : Promise.reject(new Error('no picture'))));
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({ fillRect: () => undefined, drawImage: () => undefined } as unknown as CanvasRenderingContext2D as never);
    vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation(function (done) {
      done(new Blob(['jpeg'], { type: 'image/jpeg' }));
    });
    URL.createObjectURL = () => 'blob:x';
    URL.revokeObjectURL = () => undefined;
    await open();
    const input = document.querySelector('input[type=file]') as HTMLInputElement;
    await user.upload(input, [new File(['large enough'], 'a.png', { type: 'image/png' }), new File(['x'], 'b.png', { type: 'image/png' })]);
    await act(settle);
    expect(screen.getByRole('alert').textContent).toBe(ru['upload.kind']);
    expect(screen.getAllByRole('button', { name: /Убрать фото/ })).toHaveLength(1);
    await user.type(field(), 'такая есть?{Enter}');
    expect(server.sent.map((s) => s.body)).toEqual([{ photos: ['upl_1'], text: 'такая есть?' }]);
    expect(screen.queryByRole('list', { name: ru.attached })).toBeNull();
  });
});
