import { useEffect, useState } from 'react';
import { Problem } from '../api/problem';

/** useWait is how many seconds are left before something may be tried again, after an answer that says so. */
export function useWait(error: unknown): number {
  const seconds = error instanceof Problem && error.status === 429 ? Math.ceil(error.retryAfter) : 0;
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    if (seconds === 0) {
      setLeft(0);
      return;
    }
    const end = Date.now() + seconds * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [error, seconds]);
  return left;
}

/** clock writes seconds as minutes and seconds: 75 → 1:15. */
export const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
