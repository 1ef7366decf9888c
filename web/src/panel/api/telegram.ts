// Telegram's Login Widget without its script, which would have to run in our page: its window
// is opened, and what it says comes back as a message.

const home = 'https://oauth.telegram.org';

/** askTelegram opens Telegram's window and answers what it vouches for; null when it was closed. */
export function askTelegram(botID: string): Promise<Record<string, unknown> | null> {
  const here = encodeURIComponent(location.origin);
  const back = encodeURIComponent(location.href.split('#')[0] ?? '');
  const opened = window.open(`${home}/auth?bot_id=${botID}&origin=${here}&return_to=${back}&request_access=write`, 'telegram', 'popup,width=550,height=470');
  return new Promise((resolve) => {
    const end = (word: Record<string, unknown> | null) => {
      removeEventListener('message', hear);
      clearInterval(watch);
      opened?.close();
      resolve(word);
    };
    const hear = (e: MessageEvent) => {
      if (e.origin !== home || typeof e.data !== 'string') return;
      const said = JSON.parse(e.data) as { event?: string; result?: Record<string, unknown> | false };
      if (said.event === 'auth_result') end(said.result || null);
    };
    const watch = setInterval(() => (!opened || opened.closed) && end(null), 500);
    addEventListener('message', hear);
  });
}
