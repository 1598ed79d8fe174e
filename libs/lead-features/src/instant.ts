import { DAY_MS, HOUR_MS, MINUTE_MS } from '@leadlight/common';
import type { Instant } from './lead-history.ts';

/** Days from `from` to `to`, with a fraction; negative where `to` is earlier. */
export const daysBetween = (from: Instant, to: Instant): number => (to - from) / DAY_MS;

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** An ISO 8601 date, or date and time, in UTC unless it names a zone; undefined for other texts and impossible dates. */
export function parseInstant(text: string): Instant | undefined {
  const match = ISO.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] = match;
  const date = [Number(year), Number(month) - 1, Number(day)] as const;
  const time = [Number(hour), Number(minute), Number(second)] as const;
  if (time[0] > 23 || time[1] > 59 || time[2] > 59) return undefined;
  const at = Date.UTC(...date, ...time, Math.floor(Number(`0.${fraction}`) * 1000));
  const midnight = new Date(Date.UTC(...date));
  if (midnight.getUTCMonth() !== date[1] || midnight.getUTCDate() !== date[2]) return undefined;
  return at - zoneOffsetMs(zone);
}

function zoneOffsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  return (zone.startsWith('-') ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
}

/**
 * Days in tenths. Snapshots to learn from are taken at whole days and scores at any time: whole days, rounded down, would make a
 * record seem younger when it is scored than it was when it was learned from.
 */
export const roundedDays = (days: number): number => Math.round(days * 10) / 10;
