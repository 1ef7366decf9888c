import { createRoot } from 'react-dom/client';
import { Api, whereFrom } from './api';
import { App } from './App';
import { Chat } from './chat';
import { browserLang, chosenLang, keep } from './environment';
import { loadTexts } from './texts';
import { makeVault } from './vault';
import './chat.css';
import './message.css';

const where = whereFrom(location.pathname);
const lang = chosenLang(location.search) || browserLang();

async function begin(): Promise<void> {
  const [vault, texts] = await Promise.all([makeVault(keep, where.embedded), loadTexts(lang)]);
  const chat = new Chat(new Api(where, vault), keep);
  window.addEventListener('online', chat.wakeUp);
  document.addEventListener('visibilitychange', () => document.hidden || chat.wakeUp());
  void chat.start(lang);
  createRoot(document.getElementById('root')!).render(<App chat={chat} where={where} firstLang={lang} firstTexts={texts} />);
}

if (where.embedded) {
  document.addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && !document.querySelector('dialog[open]')) parent.postMessage({ prilavok: 'close' }, '*');
  });
}
void begin();
