import { DAY_MS, HOUR_MS } from '@leadlight/common';
import type { FeatureKind, Unit } from './feature.ts';

/** Words of formatted values; the caller passes translated ones. */
export interface ValueWords {
  readonly yes: string;
  readonly no: string;
  readonly missing: string;
}

export const englishWords: ValueWords = { yes: 'yes', no: 'no', missing: 'not known' };

/** A value of a row, a reason or the wire; NaN, null and undefined are missing. */
export type FormattableValue = string | number | boolean | null | undefined;

/** 1970-01-04 was a Sunday, which is weekday 0. */
const SUNDAY_MS = 3 * DAY_MS;

/** A value as people read it in their language. The service and the Lightning component both call this. */
export function formatFeatureValue(
  value: FormattableValue,
  unit: Unit,
  locale: string,
  words: ValueWords = englishWords,
  kind?: FeatureKind,
): string {
  if (value === null || value === undefined || value === '' || Number.isNaN(value)) return words.missing;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return value;
  if (kind === 'boolean') return value === 0 ? words.no : words.yes;
  return formatNumber(value, unit, locale);
}

function formatNumber(value: number, unit: Unit, locale: string): string {
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options).format(value);
  switch (unit) {
    case 'days':
      return number({ style: 'unit', unit: 'day', unitDisplay: 'long', maximumFractionDigits: 0 });
    case 'hours':
      return number({ style: 'unit', unit: 'hour', unitDisplay: 'long', maximumFractionDigits: 1 });
    case 'fraction':
      return number({ style: 'percent', maximumFractionDigits: 1 });
    case 'hourOfDay':
      return timeText(locale, value * HOUR_MS, { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
    case 'weekday':
      return timeText(locale, SUNDAY_MS + value * DAY_MS, { weekday: 'long' });
    case 'count':
    case 'people':
    case 'currency':
      return number({ maximumFractionDigits: 0 });
    case 'none':
      return number({ maximumFractionDigits: 2 });
  }
}

const timeText = (locale: string, at: number, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(at);
