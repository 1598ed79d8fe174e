import { EvaluationError } from '../errors.ts';
import { splitAtInstant, type Split, type TimedRows } from '../split.ts';

export interface RollingOriginSettings {
  /** How many months to test on, at most, the latest ones. */
  readonly months?: number;
  /** Fewest rows to learn from, and fewest conversions and non-conversions to test on, for a month to count. */
  readonly minRows?: number;
}

export const DEFAULT_BACKTEST_MONTHS = 6;
const FEWEST = 20;

/**
 * Rolling origins: for each calendar month (UTC), learn from all that was settled before it and test on it. A month with
 * too little on either side is left out. Oldest first.
 * @throws EvaluationError `no_rows` where no month is left
 */
export function rollingOrigins(
  rows: TimedRows,
  labels: ArrayLike<number>,
  { months = DEFAULT_BACKTEST_MONTHS, minRows: fewest = FEWEST }: RollingOriginSettings = {},
): readonly Split[] {
  const splits: Split[] = [];
  for (const [from, until] of monthsOf(rows.asOf).reverse()) {
    if (splits.length === months) break;
    const split = findSplit(rows, from, until);
    if (
      split &&
      split.train.length >= fewest &&
      hasBoth(labels, split.test, fewest) &&
      hasBoth(labels, split.train, 1)
    ) {
      splits.push(split);
    }
  }
  if (splits.length === 0) {
    const remedy = `no month has ${fewest} leads of each outcome with as many settled before it: bring a longer history`;
    throw new EvaluationError({ code: 'no_rows', part: 'list of months to test on', remedy });
  }
  return splits.reverse();
}

function findSplit(rows: TimedRows, from: number, until: number): Split | undefined {
  try {
    return splitAtInstant(rows, from, until);
  } catch (error) {
    if (error instanceof EvaluationError && error.code === 'no_rows') return undefined;
    throw error;
  }
}

function monthsOf(times: ArrayLike<number>): [from: number, until: number][] {
  const starts = new Set(Array.from(times, (at) => monthStart(at, 0)));
  return [...starts].sort((a, b) => a - b).map((from) => [from, monthStart(from, 1)]);
}

function monthStart(at: number, later: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1);
}

function hasBoth(labels: ArrayLike<number>, rows: Int32Array, fewest: number): boolean {
  const converted = rows.reduce((sum, row) => sum + labels[row]!, 0);
  return converted >= fewest && rows.length - converted >= fewest;
}
