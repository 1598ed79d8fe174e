import { partsOf } from '../values/text.ts';
import { instantIn } from '../values/times.ts';
import type { Value } from '../values/values.ts';

const DAY_MS = 86_400_000;

/** The days and the instants that a date literal of SOQL stands for; the ends are not part of it. */
export interface DateRange {
  isDateRange: true;
  startDay: number;
  endDay: number;
  startTime: number;
  endTime: number;
}

export const isDateRange = (value: Value | Value[] | DateRange): value is DateRange =>
  value !== null && typeof value === 'object' && 'isDateRange' in value;

const monthDay = (year: number, month: number): number => Date.UTC(year, month, 1) / DAY_MS;

/** From the first day of a unit, some units away, to the first day after it. Weeks start on Sunday, as in en_US. */
function unitRange(unit: string, today: number, from: number, count: number): [number, number] | null {
  const date = new Date(today * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === 'DAY') return [today + from, today + from + count];
  if (unit === 'WEEK') {
    const sunday = today - date.getUTCDay();
    return [sunday + 7 * from, sunday + 7 * (from + count)];
  }
  if (unit === 'MONTH') return [monthDay(year, month + from), monthDay(year, month + from + count)];
  if (unit === 'YEAR') return [monthDay(year + from, 0), monthDay(year + from + count, 0)];
  if (unit !== 'QUARTER') return null;
  const first = month - (month % 3);
  return [monthDay(year, first + 3 * from), monthDay(year, first + 3 * (from + count))];
}

function daysOf(text: string, today: number): [number, number] | null {
  const [name = '', number] = text.toUpperCase().split(':');
  const simple: Record<string, [number, number]> = {
    YESTERDAY: [today - 1, today],
    TODAY: [today, today + 1],
    TOMORROW: [today + 1, today + 2],
    LAST_90_DAYS: [today - 90, today + 1],
    NEXT_90_DAYS: [today + 1, today + 91],
  };
  if (simple[name]) return simple[name];
  const near = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name);
  if (near) return unitRange(near[2] ?? '', today, { LAST: -1, THIS: 0, NEXT: 1 }[near[1] as 'LAST'], 1);
  const many = /^(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S$/.exec(name);
  const count = Number(number);
  // LAST_N_DAYS includes today; the longer units end before the present one (SOQL, Date Formats and Date Literals).
  if (many?.[1] === 'LAST' && many[2] === 'DAY') return [today - count, today + 1];
  if (many) return unitRange(many[2] ?? '', today, many[1] === 'LAST' ? -count : 1, count);
  const ago = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO$/.exec(name);
  return ago ? unitRange(ago[1] ?? '', today, -count, 1) : null;
}

/** @returns null for a literal that the runtime does not know, such as those of fiscal years */
export function dateRange(text: string, now: number, timeZone: string): DateRange | null {
  const at = partsOf(now, timeZone) as Record<'year' | 'month' | 'day', number>;
  const days = daysOf(text, Date.UTC(at.year, at.month - 1, at.day) / DAY_MS);
  if (!days) return null;
  const [startDay, endDay] = days;
  return {
    isDateRange: true,
    startDay,
    endDay,
    startTime: instantIn(timeZone, startDay * DAY_MS),
    endTime: instantIn(timeZone, endDay * DAY_MS),
  };
}
