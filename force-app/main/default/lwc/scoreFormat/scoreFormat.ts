import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import MISSING from '@salesforce/label/c.Leadlight_Value_Missing';
import NO from '@salesforce/label/c.Leadlight_Value_No';
import YES from '@salesforce/label/c.Leadlight_Value_Yes';
import type { ValueWords } from 'c/leadFeatures';

/** Translated texts for formatted values. */
export const valueLabels: ValueWords = { yes: YES, no: NO, missing: MISSING };

/** Replaces the placeholders `{0}`, `{1}` … of a label. */
export const fill = (label: string, ...values: readonly (string | number)[]): string =>
  label.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(values[Number(index)] ?? placeholder));

/** A share from 0 to 1 as percent; with one decimal below ten percent. */
export const formatShare = (share: number): string =>
  new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 }).format(
    share,
  );

export const formatCount = (count: number): string => new Intl.NumberFormat(LOCALE).format(count);

/** Points with their sign: `+14`, `−5`, `0`. */
export const formatPoints = (points: number): string =>
  new Intl.NumberFormat(LOCALE, { signDisplay: 'exceptZero' }).format(points).replace('-', '−');

/** An instant as date and time in the user's time zone. */
export const formatInstant = (instant: string): string =>
  new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone: TIME_ZONE }).format(
    new Date(instant),
  );

/** A number of days, such as `90 days`. */
export const formatDays = (days: number): string =>
  new Intl.NumberFormat(LOCALE, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days);

export const DAY_MS = 86_400_000;

/** An instant of the last day as a time, of the last six days as a weekday, otherwise as a date. */
export const formatDay = (instant: string, now: number): string => {
  const date = new Date(instant);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(LOCALE, { timeZone: TIME_ZONE, ...options }).format(date);
  const ageMs = now - date.getTime();
  if (ageMs < DAY_MS) return format({ timeStyle: 'short' });
  return ageMs < 6 * DAY_MS ? format({ weekday: 'long' }) : format({ dateStyle: 'medium' });
};

export { LOCALE };
