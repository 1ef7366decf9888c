import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useTools } from './context';
import { Icon } from './icons';
import type { Texts } from './texts';
import type { Bill } from './types';

const paid = new Set(['authorized', 'captured']);
const back = new Set(['refunded', 'partially_refunded']);

/** stateOf says how the money of an order stands, as now is by the server's clock. */
export function stateOf(bill: Bill, now: number): 'paid' | 'back' | 'part' | 'waits' | 'late' | 'over' {
  if (paid.has(bill.status)) return 'paid';
  if (back.has(bill.status)) return 'back';
  if (bill.over || bill.status === 'canceled') return 'over';
  if (bill.status === 'partially_captured') return 'part';
  return bill.until && Date.parse(bill.until) <= now ? 'late' : 'waits';
}

const words: Record<ReturnType<typeof stateOf>, keyof Texts> = {
  paid: 'billPaid', back: 'billBack', part: 'billPart', waits: 'billWaits', late: 'billLate', over: 'billOver',
};

/**
 * BillView shows under a bill whether it is paid and how long the goods wait. The time is
 * counted for the eye alone: a screen reader hears of changes, not of seconds.
 */
export function BillView({ bill }: { bill: Bill }): ReactNode {
  const { t, chat } = useTools();
  const [now, setNow] = useState(() => chat.serverNow());
  const state = stateOf(bill, now);
  const counting = state === 'waits' && Boolean(bill.until);
  useEffect(() => {
    if (!counting) return;
    const tick = setInterval(() => setNow(chat.serverNow()), 1000);
    return () => clearInterval(tick);
  }, [counting, chat]);
  return (
    <div className={`bill ${state}`}>
      <Icon name={state === 'paid' || state === 'back' ? 'check' : 'clock'} size={18} />
      <span role="status">{t[words[state]]}</span>
      {counting && bill.until && (
        <time aria-hidden="true" dateTime={bill.until}>
          {leftText(t, Date.parse(bill.until) - now)}
        </time>
      )}
    </div>
  );
}

/** leftText is a time span as a countdown: minutes and seconds, above two hours in hours, above two days in days. */
export function leftText(t: Texts, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  if (hours >= 48) return t.billDays.replace('{0}', String(Math.floor(hours / 24)));
  if (hours >= 2) return t.billHours.replace('{0}', String(hours));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
