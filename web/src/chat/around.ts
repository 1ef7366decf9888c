import type { Vault } from './api';

/** aroundVault keeps the token in the storage of the site around this frame, which the account's origins have allowed. */
export function aroundVault(): Vault {
  const named = (account: string): string => `prilavok.token.${account}`;
  const around = location.ancestorOrigins?.[0] ?? originOf(document.referrer);
  const tell = (message: object): void => {
    if (around) parent.postMessage(message, around);
  };
  return {
    get: (account) => ask(around, () => tell({ prilavok: 'kept?', key: named(account) })),
    set: (account, token) => tell({ prilavok: 'keep', key: named(account), token }),
  };
}

/** ask waits a moment for the widget's answer; a page that is no widget gives none. */
function ask(around: string, send: () => void): Promise<string> {
  return new Promise((resolve) => {
    const heard = (e: MessageEvent): void => {
      const said = e.data as { prilavok?: string; token?: unknown } | null;
      if (e.source !== parent || e.origin !== around || said?.prilavok !== 'kept') return;
      done(typeof said.token === 'string' ? said.token : '');
    };
    const done = (token: string): void => {
      removeEventListener('message', heard);
      clearTimeout(late);
      resolve(token);
    };
    const late = setTimeout(() => done(''), 700);
    addEventListener('message', heard);
    send();
  });
}

function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return '';
  }
}
