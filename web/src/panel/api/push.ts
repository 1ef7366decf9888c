// What comes to this device: the browser's part of Web Push. The subscription goes with the
// session, so that nothing comes any more to who has signed out.
import { auth } from './auth';

export type Where = 'missing' | 'denied' | 'off' | 'on';

const there = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

const registration = (): Promise<ServiceWorkerRegistration | undefined> => navigator.serviceWorker.getRegistration(scope());

/** scope is where the panel lies: its worker stands beside its page. */
const scope = (): string => new URL('./', location.href).pathname;

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(raw, (c) => c.charCodeAt(0));
}

/** where tells how things stand on this device: both the browser and the shop must know of it. */
export async function where(): Promise<Where> {
  if (!there()) return 'missing';
  if (Notification.permission === 'denied') return 'denied';
  const own = await (await registration())?.pushManager.getSubscription();
  if (!own) return 'off';
  const { on } = await auth.push();
  // Somebody signed in anew: what the browser has is given to the new session.
  if (!on) await auth.pushOn(own.toJSON());
  return 'on';
}

/** begin asks the person and the browser, and tells the shop. */
export async function begin(): Promise<Where> {
  if (!there()) return 'missing';
  if ((await Notification.requestPermission()) !== 'granted') return Notification.permission === 'denied' ? 'denied' : 'off';
  const { key } = await auth.push();
  const worker = await navigator.serviceWorker.register(`${scope()}sw.js`, { scope: scope() });
  await navigator.serviceWorker.ready;
  const before = await worker.pushManager.getSubscription();
  const same = before && btoa(String.fromCharCode(...new Uint8Array(before.options.applicationServerKey ?? new ArrayBuffer(0)))) === btoa(String.fromCharCode(...bytes(key)));
  if (before && !same) await before.unsubscribe();
  const own = same ? before : await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  await auth.pushOn(own.toJSON());
  return 'on';
}

/** end takes this device off, here and at the shop. */
export async function end(): Promise<Where> {
  await auth.pushOff();
  await (await (await registration())?.pushManager.getSubscription())?.unsubscribe();
  return 'off';
}
