import type { components, paths } from '../../api/schema.gen';

type Query = NonNullable<paths['/api/v1/reports/sales']['get']['parameters']['query']>;
export type Channel = NonNullable<Query['channel']>;
export type Report = NonNullable<NonNullable<paths['/api/v1/reports/table']['get']['parameters']['query']>['report']>;
export type SalesReport = components['schemas']['SalesReport'];
export type GoodsReport = components['schemas']['GoodsReport'];
export type TalksReport = components['schemas']['TalksReport'];
export type SatisfactionReport = components['schemas']['SatisfactionReport'];
export type Ratings = components['schemas']['RatingSum'];
export type Poor = components['schemas']['PoorRating'];
export type Sales = components['schemas']['ReportSales'];
export type Step = components['schemas']['ReportStep'];

export const presets = ['today', '7', '30', '90'] as const;
export type Preset = (typeof presets)[number];
export const channels = ['telegram', 'instagram', 'webchat'] as const satisfies readonly Channel[];

/** Filter is what stands in the address: a preset, or own days, and a channel. */
export interface Filter {
  period?: Preset;
  /** days of the shop, as "2026-11-26", both included. */
  from?: string;
  to?: string;
  channel?: Channel;
  best?: 'pieces';
}

const day = (v: unknown): string | undefined => (typeof v === 'string' && /^\d{4}-\d\d-\d\d$/.test(v) && !Number.isNaN(Date.parse(v)) ? v : undefined);

const one = <T extends string>(list: readonly T[], v: unknown): T | undefined => list.find((x) => x === (typeof v === 'number' ? String(v) : v));

/** readFilter reads an address, whoever wrote it; what it does not know it leaves out. */
export function readFilter(search: Record<string, unknown>): Filter {
  const from = day(search.from);
  const to = day(search.to);
  const own = from && to && from <= to && days(from, to) <= 366;
  const all = { period: own ? undefined : one(presets, search.period), ...(own ? { from, to } : {}), channel: one(channels, search.channel), best: one(['pieces'] as const, search.best) };
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined)) as Filter;
}

/** days is how many days there are from one to another, both included. */
export function days(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** askOf is what the API is asked for. */
export function askOf(f: Filter): Pick<Query, 'period' | 'from' | 'to' | 'channel'> {
  const channel = f.channel ? { channel: f.channel } : {};
  return f.from && f.to ? { from: f.from, to: f.to, ...channel } : { period: f.period ?? '30', ...channel };
}

/** stepOf is how long a bar of the chart is: so many days that they stay bars. */
export function stepOf(f: Filter): 'day' | 'week' {
  return f.from && f.to ? (days(f.from, f.to) > 62 ? 'week' : 'day') : f.period === '90' ? 'week' : 'day';
}
