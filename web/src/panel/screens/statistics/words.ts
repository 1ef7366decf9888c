import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Channel, Preset } from './filter';

export const periods: Record<Preset, MessageDescriptor> = { today: msg`Today`, '7': msg`7 days`, '30': msg`30 days`, '90': msg`90 days` };

export const channelNames: Record<Channel, MessageDescriptor> = { telegram: msg`Telegram`, instagram: msg`Instagram`, webchat: msg`Site chat` };

export const steps: Record<string, MessageDescriptor> = {
  talked: msg`Wrote to the shop`,
  carted: msg`Put something into the cart`,
  ordered: msg`Placed an order`,
  paid: msg`Paid for it`,
};

export const reasons: Record<string, MessageDescriptor> = {
  asked: msg`The customer asked for a person`,
  clarify: msg`The assistant could not make out what is wanted`,
  complaint: msg`The customer is unhappy`,
  payment: msg`A question about money`,
  guard: msg`The assistant was not sure of its answer`,
  model: msg`The assistant was out of order`,
  manual: msg`An operator took over`,
};

/** change is by how many per cent now differs from before; null where there was nothing to compare with. */
export function change(now: number, before: number): number | null {
  return before === 0 ? null : Math.round(((now - before) / before) * 100);
}

/** lasted is a time as people say it: seconds, minutes, hours or days, small numbers to a tenth. */
export function lasted(ms: number, lang: string): string {
  const [n, unit] = ms < 60_000 ? [ms / 1000, 'second'] : ms < 3_600_000 ? [ms / 60_000, 'minute'] : ms < 172_800_000 ? [ms / 3_600_000, 'hour'] : [ms / 86_400_000, 'day'];
  return new Intl.NumberFormat(lang, { style: 'unit', unit: unit as string, unitDisplay: 'short', maximumFractionDigits: (n as number) < 10 ? 1 : 0 }).format(n as number);
}

/** points is by how many points of a hundred now differs from before, with its sign. */
export function points(now: number, before: number, lang: string): string {
  return new Intl.NumberFormat(lang, { signDisplay: 'exceptZero', maximumFractionDigits: 1 }).format(Math.round((now - before) * 10) / 10);
}

/** dayName is a day of the shop as people say it. */
export function dayName(day: string, lang: string): string {
  return new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** share is a part in per cent, to a tenth. */
export function share(percent: number, lang: string): string {
  return new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 1 }).format(percent / 100);
}
