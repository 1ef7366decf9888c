/**
 * widget.js: one tag puts the shop's chat on any page.
 *
 *   <script src="https://host/widget.js" data-account="…" async></script>
 *
 * Optional: data-lang (ru, en), data-side (right, left), data-color (#rrggbb), data-open.
 * Everything lives in a closed shadow root, so neither page's styles reach the other's.
 * The chat is loaded when it is first opened. Who may embed it is checked by the
 * server's frame-ancestors.
 */
(() => {
  const tag = document.currentScript as HTMLScriptElement | null;
  if (!tag?.src || document.querySelector('prilavok-widget')) return;
  const host = new URL(tag.src).origin;
  const { account = '', lang = (document.documentElement.lang || navigator.language).startsWith('ru') ? 'ru' : 'en', side = 'right', color = '' } = tag.dataset;
  const ru = lang === 'ru';
  const texts = { open: ru ? 'Открыть чат магазина' : 'Open the shop’s chat', close: ru ? 'Закрыть чат' : 'Close the chat', chat: ru ? 'Чат магазина' : 'Shop chat', news: ru ? 'есть новое сообщение' : 'new message' };
  const paint = /^#[0-9a-f]{6}$/i.test(color) ? color : '#0b6e4f';
  const css = `
    :host { all: initial; }
    * { box-sizing: border-box; }
    button { position: fixed; ${side === 'left' ? 'left' : 'right'}: max(20px, env(safe-area-inset-right)); bottom: max(20px, env(safe-area-inset-bottom)); z-index: 2147483000;
      width: 60px; height: 60px; border: 0; border-radius: 50%; padding: 0; cursor: pointer; color: ${onPaint(paint)}; background: ${paint};
      box-shadow: 0 6px 24px rgb(0 0 0 / .28); display: grid; place-items: center; transition: transform .15s; }
    button:hover { transform: scale(1.05); }
    button:focus-visible { outline: 3px solid ${paint}; outline-offset: 3px; }
    button i { display: none; position: absolute; top: 2px; right: 2px; width: 16px; height: 16px; border-radius: 50%; background: #d9342b; border: 2px solid #fff; }
    button.news i { display: block; }
    iframe { position: fixed; ${side === 'left' ? 'left' : 'right'}: 20px; bottom: 92px; z-index: 2147483001; border: 0; border-radius: 18px; background: #fffdf9;
      width: min(400px, calc(100vw - 40px)); height: min(680px, calc(100vh - 112px)); box-shadow: 0 12px 48px rgb(0 0 0 / .32); color-scheme: normal; }
    iframe[hidden] { display: none; }
    @media (max-width: 520px), (max-height: 480px) {
      iframe { inset: 0; width: 100%; height: 100%; border-radius: 0; }
      button.open { display: none; }
    }
    @media (prefers-reduced-motion: reduce) { button { transition: none; } }`;

  /** onPaint is black or white, whichever reads better on the color (WCAG luminance). */
  function onPaint(hex: string): string {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
      const c = parseInt(hex.slice(i, i + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff';
  }

  const root = document.createElement('prilavok-widget');
  const shadow = root.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];

  const svg = (d: string): SVGElement => {
    const ns = 'http://www.w3.org/2000/svg';
    const el = document.createElementNS(ns, 'svg');
    for (const [k, v] of Object.entries({ width: '28', height: '28', viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.8', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' })) el.setAttribute(k, v);
    const path = document.createElementNS(ns, 'path');
    path.setAttribute('d', d);
    el.append(path);
    return el;
  };
  const chatShape = 'M4 5.5h16v11h-9l-4.5 4v-4H4zM8 9.5h8M8 12.8h5';
  const closeShape = 'M6 9.5l6 6 6-6';

  const button = document.createElement('button');
  button.type = 'button';
  const dot = document.createElement('i');
  let frame: HTMLIFrameElement | null = null;
  let open = false;
  let seen = -1;

  const draw = (): void => {
    button.replaceChildren(svg(open ? closeShape : chatShape), dot);
    button.className = open ? 'open' : button.className.replace('open', '');
    button.setAttribute('aria-expanded', String(open));
    button.setAttribute('aria-label', open ? texts.close : texts.open + (button.classList.contains('news') ? ` (${texts.news})` : ''));
  };
  const makeFrame = (): HTMLIFrameElement => {
    const f = document.createElement('iframe');
    f.title = texts.chat;
    f.allow = 'geolocation';
    f.src = `${host}/embed${account ? `/${encodeURIComponent(account)}` : ''}?lang=${lang}`;
    shadow.append(f);
    return f;
  };
  const turn = (to: boolean): void => {
    open = to;
    if (open) {
      frame ??= makeFrame();
      button.classList.remove('news');
    }
    if (frame) frame.hidden = !open;
    draw();
    if (open) frame?.focus();
    else button.focus();
  };

  /** keepFor keeps the chat's token where the browser forbids it to the frame itself, and gives it back. */
  const keepFor = (key: string, token: unknown): void => {
    try {
      if (typeof token === 'string') localStorage.setItem(key, token);
      else frame?.contentWindow?.postMessage({ prilavok: 'kept', token: localStorage.getItem(key) ?? '' }, host);
    } catch {
      // no storage here either: the conversation lasts as long as the page
    }
  };

  button.addEventListener('click', () => turn(!open));
  document.addEventListener('keydown', (e) => e.key === 'Escape' && open && turn(false));
  window.addEventListener('message', (e) => {
    if (!frame || e.source !== frame.contentWindow || e.origin !== host) return;
    const said = e.data as { prilavok?: string; seq?: number; key?: unknown; token?: unknown } | null;
    if (typeof said?.key === 'string' && /^prilavok\.token\.\w+$/.test(said.key)) keepFor(said.key, said.token);
    if (said?.prilavok === 'close') turn(false);
    if (said?.prilavok === 'last' && typeof said.seq === 'number') {
      if (!open && said.seq > seen && seen >= 0) button.classList.add('news');
      seen = said.seq;
      draw();
    }
  });

  const mount = (): void => {
    shadow.append(button);
    draw();
    document.body.append(root);
    if ('open' in tag.dataset) turn(true);
  };
  if (document.body) mount();
  else document.addEventListener('DOMContentLoaded', mount);
})();
