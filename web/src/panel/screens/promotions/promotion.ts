import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { components } from '../../api/schema.gen';
import { digits, money, sumOf } from '../../ui/money';

export type Promotion = components['schemas']['Promotion'];
export type Fields = components['schemas']['PromotionFields'];
export type Kind = Fields['kind'];

export const kinds: Record<Kind, MessageDescriptor> = {
  percent: msg`Percent off`, amount: msg`Amount off`, n_for_m: msg`Take more, pay for fewer`, gift: msg`A gift`, free_delivery: msg`Free delivery`,
};

/** Draft is a promotion as it is typed; what the form does not show is kept in rest. */
export interface Draft {
  ru: string;
  en: string;
  kind: Kind;
  percent: string;
  amount: string;
  take: string;
  pay: string;
  min: string;
  codes: string[];
  categories: string[];
  limit: string;
  perContact: string;
  from: string;
  until: string;
  firstOrder: boolean;
  exclusive: boolean;
  paused: boolean;
  rest: Partial<Fields>;
}

const typed = (n: number | undefined, currency: string) => (n ? String(n / 10 ** digits(currency)) : '');
const day = (at: string | undefined) => at?.slice(0, 16) ?? '';

export function draftOf(p: Promotion | null, currency: string): Draft {
  return {
    ru: p?.title.ru ?? '', en: p?.title.en ?? '', kind: p?.kind ?? 'percent', percent: p?.percent ? String(p.percent / 100) : '', amount: typed(p?.amount, currency), take: p?.take ? String(p.take) : '',
    pay: p?.pay ? String(p.pay) : '', min: typed(p?.min_total, currency), codes: p?.codes ?? [], categories: p?.categories ?? [], limit: p?.limit ? String(p.limit) : '',
    perContact: p?.per_contact ? String(p.per_contact) : '', from: day(p?.from), until: day(p?.until), firstOrder: p?.first_order ?? false, exclusive: p?.exclusive ?? false, paused: p?.status === 'paused',
    rest: p ? { gift_variant: p.gift_variant ?? '', gift_quantity: p.gift_quantity ?? 0, products: p.products ?? [], contacts: p.contacts ?? [], methods: p.methods ?? [], priority: p.priority ?? 0 } : {},
  };
}

/** fieldsOf is what the API is sent; it says what is wrong better than a form could. */
export function fieldsOf(d: Draft, currency: string): Fields {
  const sum = (s: string) => sumOf(s, currency)?.amount ?? 0;
  return {
    ...d.rest, title: { ...(d.ru ? { ru: d.ru } : {}), ...(d.en ? { en: d.en } : {}) }, kind: d.kind,
    percent: d.kind === 'percent' ? Math.round(Number(d.percent.replace(',', '.')) * 100) || 0 : 0, amount: d.kind === 'amount' ? sum(d.amount) : 0,
    take: d.kind === 'n_for_m' ? Number(d.take) || 0 : 0, pay: d.kind === 'n_for_m' ? Number(d.pay) || 0 : 0, min_total: sum(d.min), codes: d.codes, categories: d.categories,
    limit: Number(d.limit) || 0, per_contact: Number(d.perContact) || 0, first_order: d.firstOrder, exclusive: d.exclusive, status: d.paused ? 'paused' : 'active',
    ...(d.from ? { from: `${d.from}:00Z` } : {}), ...(d.until ? { until: `${d.until}:00Z` } : {}),
  };
}

/** benefit is what a promotion gives, in a few signs. */
export function benefit(p: Promotion, currency: string, lang: string): string {
  if (p.kind === 'percent') return `−${new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 2 }).format((p.percent ?? 0) / 10_000)}`;
  if (p.kind === 'amount') return `−${money({ amount: p.amount ?? 0, currency }, lang)}`;
  if (p.kind === 'n_for_m') return `${p.take} → ${p.pay}`;
  return '';
}
