import { DAY_MS } from '@leadlight/common';

/** Times from `start` up to but not including `end`, milliseconds since 1970. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

const MONTHS_PER_UNIT: Readonly<Record<'MONTH' | 'QUARTER' | 'YEAR', number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

/** Times whose year has four digits. */
const FIRST_TIME = Date.parse('0001-01-01T00:00:00Z');
const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z');

/** Start of the day, week (Sunday), month, quarter or year that is `steps` away from the one that contains `at`; UTC. */
function startOfUnit(unit: Unit, at: number, steps: number): number {
  const start = unclampedStart(unit, at, steps);
  if (start >= FIRST_TIME && start <= LAST_TIME) return start;
  return steps < 0 ? FIRST_TIME : LAST_TIME;
}

/** @returns NaN outside the range of Date */
function unclampedStart(unit: Unit, at: number, steps: number): number {
  const day = Math.floor(at / DAY_MS) * DAY_MS;
  if (unit === 'DAY') return day + steps * DAY_MS;
  const date = new Date(day);
  if (unit === 'WEEK') return day - date.getUTCDay() * DAY_MS + steps * 7 * DAY_MS;
  const size = MONTHS_PER_UNIT[unit];
  const month = Math.floor(date.getUTCMonth() / size) * size + steps * size;
  return Date.UTC(date.getUTCFullYear(), month, 1);
}

const SINGLE_DAYS: Readonly<Record<string, readonly [Unit, number]>> = {
  YESTERDAY: ['DAY', -1],
  TODAY: ['DAY', 0],
  TOMORROW: ['DAY', 1],
};

/**
 * The range of a date literal; undefined = no such literal. Fiscal years are calendar years.
 * @param literal e.g. `TODAY`, `LAST_N_DAYS`
 * @param count the N of an `…_N_…` literal
 * @param now what the user's clock shows, as if it were UTC; so are the limits of the range
 */
export function parseDateLiteral(literal: string, count: number | undefined, now: number): TimeRange | undefined {
  const name = literal.toUpperCase().replace('FISCAL_', '');
  const around = (unit: Unit, from: number, to: number): TimeRange => ({
    start: startOfUnit(unit, now, from),
    end: startOfUnit(unit, now, to),
  });
  const day = SINGLE_DAYS[name];
  if (day) return around(day[0], day[1], day[1] + 1);
  if (name === 'LAST_90_DAYS') return around('DAY', -90, 1);
  if (name === 'NEXT_90_DAYS') return around('DAY', 1, 91);
  const plain = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name);
  if (plain) {
    const step = { LAST: -1, THIS: 0, NEXT: 1 }[plain[1] as 'LAST' | 'THIS' | 'NEXT'];
    return around(plain[2] as Unit, step, step + 1);
  }
  if (count === undefined) return undefined;
  const counted = /^(?:(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S|N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO)$/.exec(name);
  if (!counted) return undefined;
  if (counted[3]) return around(counted[3] as Unit, -count, -count + 1);
  const unit = counted[2] as Unit;
  // Today belongs to the last N days, but this week does not belong to the last N weeks.
  return counted[1] === 'LAST' ? around(unit, -count, unit === 'DAY' ? 1 : 0) : around(unit, 1, count + 1);
}
