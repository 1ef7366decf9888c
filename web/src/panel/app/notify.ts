import type { Conversation } from '../api/desk';
import { getHabits } from './habits';

const known = new Map<string, string>();
let begun = false;

/** notify tells outside of the page of who waits for a person now, where that is wanted; the first time it only looks. */
export function notify(waiting: Conversation[]): void {
  const fresh = waiting.filter((c) => c.last_by === 'contact' && c.last_at > (known.get(c.id) ?? ''));
  for (const c of waiting) known.set(c.id, c.last_at);
  const before = begun;
  begun = true;
  const first = fresh[0];
  if (!before || !first) return;
  const habits = getHabits();
  if (habits.sound) ring();
  if (!habits.notify || document.hasFocus() || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  const shown = new Notification(first.name, { body: first.last_text, tag: first.id });
  shown.onclick = () => {
    window.focus();
    location.hash = `#/inbox/${first.id}`;
    shown.close();
  };
}

/** ring is two short tones, made here: no file has to be loaded. */
function ring(): void {
  try {
    const audio = new AudioContext();
    const volume = audio.createGain();
    volume.gain.value = 0.08;
    volume.connect(audio.destination);
    for (const [at, tone] of [[0, 660], [0.14, 880]] as const) {
      const wave = audio.createOscillator();
      wave.frequency.value = tone;
      wave.connect(volume);
      wave.start(audio.currentTime + at);
      wave.stop(audio.currentTime + at + 0.11);
    }
    setTimeout(() => void audio.close(), 600);
  } catch {
    // A page that nobody has touched yet may not sound.
  }
}
