import { useDocumentTitle } from '@mantine/hooks';
import { useSyncExternalStore } from 'react';

/** Count is how many conversations wait for a person: it stands in the menu and before each page's title. */
class Count {
  private n = 0;
  private watchers = new Set<() => void>();

  set(n: number): void {
    if (n === this.n) return;
    this.n = n;
    for (const w of this.watchers) w();
  }

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  get = (): number => this.n;
}

export const waiting = new Count();

export const useWaiting = (): number => useSyncExternalStore(waiting.watch, waiting.get);

/** most is where counting ends, as the list does. */
export const most = 99;

export const counted = (n: number): string => (n > most ? `${most}+` : String(n));

/** useTitle names the page in the browser's tab. */
export function useTitle(title: string): void {
  const n = useWaiting();
  useDocumentTitle(`${n ? `(${counted(n)}) ` : ''}${title} · Prilavok`);
}
