/** Sum is an amount as the API gives it: whole minor units and ISO 4217. */
export interface Sum {
  amount: number;
  currency: string;
}

const formats = new Map<string, Intl.NumberFormat>();

function format(currency: string, lang: string, whole: boolean): Intl.NumberFormat {
  const key = `${lang} ${currency} ${whole}`;
  let f = formats.get(key);
  if (!f) {
    f = new Intl.NumberFormat(lang, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...(whole ? { maximumFractionDigits: 0 } : {}) });
    formats.set(key, f);
  }
  return f;
}

/** digits is how many minor digits a currency has. */
export function digits(currency: string): number {
  return format(currency, 'en', false).resolvedOptions().maximumFractionDigits ?? 2;
}

/** money writes an amount as people of the language do; kopecks only where there are some. */
export function money(sum: Sum, lang: string): string {
  const unit = 10 ** digits(sum.currency);
  return format(sum.currency, lang, sum.amount % unit === 0).format(sum.amount / unit);
}

/** sumOf reads what a person typed: "1 490,50" → 149050. null is no amount. */
export function sumOf(typed: string, currency: string): Sum | null {
  const text = typed.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  const n = digits(currency);
  const m = /^(\d{1,12})(?:\.(\d+))?$/.exec(text);
  if (!m || (m[2] ?? '').length > n) return null;
  return { amount: Number(m[1] + (m[2] ?? '').padEnd(n, '0')), currency };
}
