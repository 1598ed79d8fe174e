import { EvaluationError } from '../errors.ts';
import { splitAtInstant, type Split, type TimedRows } from '../split.ts';

export interface RollingOriginSettings {
  /** The largest number of months to test on; the latest ones are taken. */
  readonly months?: number;
  /** Fewest rows to learn from, and fewest conversions and non-conversions to test on, for a month to count. */
  readonly minRows?: number;
}

export const DEFAULT_BACKTEST_MONTHS = 6;
const MIN_ROWS = 20;

/**
 * Rolling origins: for each calendar month (UTC), learn from all that was settled before it and test on it. A month with
 * too little on either side is left out. Oldest first.
 * @throws EvaluationError `empty_split` where no month is left
 */
export function rollingOrigins(
  rows: TimedRows,
  labels: ArrayLike<number>,
  { months = DEFAULT_BACKTEST_MONTHS, minRows = MIN_ROWS }: RollingOriginSettings = {},
): readonly Split[] {
  const splits: Split[] = [];
  for (const [from, until] of monthsOf(rows.asOf).reverse()) {
    if (splits.length === months) break;
    const split = findSplit(rows, from, until);
    if (
      split &&
      split.train.length >= minRows &&
      hasBoth(labels, split.test, minRows) &&
      hasBoth(labels, split.train, 1)
    ) {
      splits.push(split);
    }
  }
  if (splits.length === 0) {
    const remedy = `Provide a longer history: no month has ${minRows} leads of each outcome with as many settled before it.`;
    throw new EvaluationError('empty_split', { part: 'list of months to test on', remedy });
  }
  return splits.reverse();
}

function findSplit(rows: TimedRows, from: number, until: number): Split | undefined {
  try {
    return splitAtInstant(rows, from, until);
  } catch (error) {
    if (error instanceof EvaluationError && error.code === 'empty_split') return undefined;
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

function hasBoth(labels: ArrayLike<number>, rows: Int32Array, minimum: number): boolean {
  const converted = rows.reduce((sum, row) => sum + labels[row]!, 0);
  return converted >= minimum && rows.length - converted >= minimum;
}
