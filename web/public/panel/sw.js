// The panel's worker: it shows what the shop sends to this device, and leads there. It keeps no
// data and answers no requests of the page.
const panel = new URL('./', self.location.href).href;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  let note = {};
  try {
    note = event.data.json();
  } catch {
    // What cannot be read is told without words: a browser wants something shown.
  }
  const options = { body: note.body || note.shop || '', tag: note.tag || 'prilavok', renotify: true, icon: `${panel}../favicon.svg`, data: { path: String(note.path || '/') }, timestamp: Date.now() };
  event.waitUntil(self.registration.showNotification(note.title || note.shop || 'Prilavok', options));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const path = String(event.notification.data?.path ?? '/');
  event.waitUntil(lead(`${panel}#${path.startsWith('/') ? path : '/'}`));
});

/** lead shows an address of the panel in a window that is open, else in a new one. */
async function lead(url) {
  const open = (await self.clients.matchAll({ type: 'window' })).find((c) => c.url.startsWith(panel));
  if (!open) return self.clients.openWindow(url);
  await open.focus();
  return open.navigate(url);
}

// The browser has another address now: the shop is told, as the page would.
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(again(event));
});

async function again(event) {
  const options = event.oldSubscription?.options;
  const fresh = event.newSubscription ?? (options && (await self.registration.pushManager.subscribe(options)));
  if (!fresh) return;
  await fetch(new URL('../auth/push', panel), {
    method: 'PUT',
    credentials: 'same-origin',
    headers: { 'X-Prilavok': 'panel', 'Content-Type': 'application/json' },
    body: JSON.stringify(fresh),
  });
}
