import { useSyncExternalStore } from 'react';

/** Habits are how a person likes the inbox, on this device. */
export interface Habits {
  /** ctrl: Ctrl+Enter sends, Enter makes a line. */
  ctrl: boolean;
  notify: boolean;
  sound: boolean;
}

const habitsKey = 'prilavok.inbox';
const first: Habits = { ctrl: false, notify: false, sound: false };
const watchers = new Set<() => void>();
let habits: Habits = load();

function load(): Habits {
  try {
    return { ...first, ...(JSON.parse(localStorage.getItem(habitsKey) ?? '{}') as Partial<Habits>) };
  } catch {
    return first;
  }
}

export function setHabits(part: Partial<Habits>): void {
  habits = { ...habits, ...part };
  localStorage.setItem(habitsKey, JSON.stringify(habits));
  for (const w of watchers) w();
}

const watch = (w: () => void) => {
  watchers.add(w);
  return () => watchers.delete(w);
};

export const getHabits = (): Habits => habits;
export const useHabits = (): Habits => useSyncExternalStore(watch, getHabits);
