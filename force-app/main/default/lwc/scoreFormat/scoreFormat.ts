import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';

/** A label with its places `{0}`, `{1}` … filled. */
export const fill = (label: string, ...values: readonly (string | number)[]): string =>
  label.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));

/** A share from 0 to 1 as percent; below ten percent with one decimal, where whole percents hide too much. */
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

export { LOCALE };
