import { useLingui } from '@lingui/react/macro';

interface Props {
  at: string;
  /** zone is an IANA name: the shop's where a document is meant, else the browser's. */
  zone?: string;
}

/** when writes a time: the hour if it is of today, else the day, with the year if it is another. */
export function when(at: Date, now: Date, lang: string, zone?: string): string {
  const day = (d: Date) => new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...(zone ? { timeZone: zone } : {}) }).format(d);
  const here = zone ? { timeZone: zone } : {};
  if (day(at) === day(now)) return new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit', ...here }).format(at);
  const year = day(at).slice(0, 4) === day(now).slice(0, 4) ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', ...year, ...here }).format(at);
}

/** When is a moment, short; the whole of it is one hover away. */
export function When({ at, zone }: Props) {
  const { i18n } = useLingui();
  const time = new Date(at);
  const whole = new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'full', timeStyle: 'short', ...(zone ? { timeZone: zone } : {}) }).format(time);
  return (
    <time dateTime={at} title={whole} style={{ whiteSpace: 'nowrap' }}>
      {when(time, new Date(), i18n.locale, zone)}
    </time>
  );
}
