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
const chat = new Chat(new Api(where, makeVault(keep, where.embedded)), keep);

window.addEventListener('online', chat.wakeUp);
document.addEventListener('visibilitychange', () => document.hidden || chat.wakeUp());
if (where.embedded) {
  document.addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && !document.querySelector('dialog[open]')) parent.postMessage({ prilavok: 'close' }, '*');
  });
}

void chat.start(lang);
void loadTexts(lang).then((t) => createRoot(document.getElementById('root')!).render(<App chat={chat} where={where} firstLang={lang} firstTexts={t} />));
