/** Filter is what the log of changes is narrowed by; it stands in the address. */
export interface Filter {
  actor?: string;
  action?: string;
  subject?: string;
  /** since and until are days, YYYY-MM-DD, in the browser's time; until is taken whole. */
  since?: string;
  until?: string;
}

const day = /^\d{4}-\d\d-\d\d$/;

/** readFilter takes what is a filter from an address. */
export function readFilter(search: Record<string, unknown>): Filter {
  const text = (key: string, form = /^.{1,64}$/) => {
    const v = search[key];
    return typeof v === 'string' && form.test(v) ? { [key]: v } : {};
  };
  return { ...text('actor'), ...text('action'), ...text('subject'), ...text('since', day), ...text('until', day) };
}

/** queryOf is the filter as the API reads it. */
export function queryOf(f: Filter) {
  const { since, until, ...rest } = f;
  const at = (d: string, plus: number) => {
    const [y = 0, m = 1, n = 1] = d.split('-').map(Number);
    return new Date(y, m - 1, n + plus).toISOString();
  };
  return { ...rest, ...(since ? { since: at(since, 0) } : {}), ...(until ? { until: at(until, 1) } : {}) };
}
