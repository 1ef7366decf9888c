import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { components } from '../../api/schema.gen';

export type Today = components['schemas']['Today'];

/** Trouble is what a kind of problem is called, what to do about it, and where that is done. */
export interface Trouble {
  label: MessageDescriptor;
  advice: MessageDescriptor;
  to: string;
}

/** troubles are all kinds that the server counts; one it does not name here stands as it is. */
export const troubles: Record<string, Trouble> = {
  payment_problems: { label: msg`Payments to look at`, advice: msg`The money does not match the order: decide in the order`, to: '/orders' },
  unreached_notices: { label: msg`Notices that reached nobody`, advice: msg`Customers or staff could not be told; write or call them`, to: '/settings/notices' },
  undelivered: { label: msg`Messages not delivered today`, advice: msg`The messenger did not take them`, to: '/inbox' },
  dead_letters: { label: msg`Work that failed for good`, advice: msg`Find the reason, then run it again or drop it`, to: '/system' },
  reconnect: { label: msg`Accounts to reconnect`, advice: msg`Until then nothing comes in or goes out there`, to: '/settings/channels' },
  low_stock: { label: msg`Running low`, advice: msg`Three pieces or fewer, or none at all`, to: '/products' },
};

/** change is by how many per cent now differs from before; null where there was nothing to compare with. */
export function change(now: number, before: number): number | null {
  return before === 0 ? null : Math.round(((now - before) / before) * 100);
}

/** waited is how long somebody waits, in whole minutes, hours or days, as people say it. */
export function waited(since: string, now: Date, lang: string): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - new Date(since).getTime()) / 60_000));
  const [n, unit] = minutes < 60 ? [minutes, 'minute'] : minutes < 48 * 60 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / 1440), 'day'];
  return new Intl.NumberFormat(lang, { style: 'unit', unit: unit as string, unitDisplay: 'long' }).format(n as number);
}

/** weekday is the day's name in a sentence: "last Thursday". */
export function weekday(day: string, lang: string): string {
  return new Intl.DateTimeFormat(lang, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(new Date(`${day}T00:00:00Z`).getTime() - 7 * 86_400_000));
}


