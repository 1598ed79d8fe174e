import { HOUR_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { AlertSettings } from '../ports/index.ts';

/** A date and an hour as a wall clock of a time zone shows them. */
export interface LocalTime {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** 0 to 23 */
  readonly hour: number;
  readonly isWeekend: boolean;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** @param timeZone IANA name @throws RangeError for an unknown time zone */
export function localTime(at: Instant, timeZone: string): LocalTime {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    hour: Number(parts.hour),
    isWeekend: parts.weekday === 'Sat' || parts.weekday === 'Sun',
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', weekday: 'short' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
  });
  formats.set(timeZone, format);
  return format;
}

/** Whether no alert is sent now. Hours that begin and end at the same hour are the whole day. */
export function isQuiet(quietHours: AlertSettings['quietHours'], { hour, isWeekend }: LocalTime): boolean {
  if (quietHours === null) return false;
  const { startHour, endHour, weekends } = quietHours;
  if (weekends && isWeekend) return true;
  if (startHour < endHour) return hour >= startHour && hour < endHour;
  return hour >= startHour || hour < endHour;
}

/** No time zone begins its days between the quarters of an hour. */
const QUARTER_MS = HOUR_MS / 4;

/** When the present day of the time zone began. */
export function startOfDay(now: Instant, timeZone: string): Instant {
  const { day, hour } = localTime(now, timeZone);
  // Days of 23 and 25 hours, and zones of quarter hours, make counting safer than arithmetic.
  let start = now - (now % QUARTER_MS) - Math.max(0, hour - 2) * HOUR_MS;
  while (localTime(start, timeZone).day !== day) start += QUARTER_MS;
  while (localTime(start - 1, timeZone).day === day) start -= QUARTER_MS;
  return start;
}
