import { seededRandom } from '@leadlight/common';
import { EvaluationError } from './errors.ts';
import { connectedGroups, type GroupKey } from './groups.ts';
import { shuffled } from './shuffled.ts';

export interface Split {
  /** `random`: the data has no dates, so the test rows are not newer; reports must say so. */
  readonly kind: 'time' | 'random';
  /** Rows to learn from, ascending. */
  readonly train: Int32Array;
  /** Rows to measure on, ascending; no row of `train` shares a group with one of them, unless subjects recur. */
  readonly test: Int32Array;
  /** The earliest `asOf` of the test rows; null for a random split. */
  readonly splitAt: number | null;
  /** Rows that are in neither part. */
  readonly dropped: {
    /** Rows whose labels were not settled by the split. */
    readonly unsettled: number;
    /** Rows whose group has rows in the test part. */
    readonly straddling: number;
  };
  /** Subjects recur, and most have rows in both parts; absent = no group is divided. */
  readonly isRecurring?: true;
}

/** Rows with times. */
export interface TimedRows {
  /** [rows] Instant of each snapshot, in milliseconds. */
  readonly asOf: ArrayLike<number>;
  /** [rows] Instant at which its label was settled. */
  readonly settledAt: ArrayLike<number>;
  /** Kinds of group, each [rows]: lead, company, e-mail address. */
  readonly groups?: readonly ArrayLike<GroupKey>[];
  /**
   * The same subjects are asked about again and again, such as accounts every month: a model is used on those that it has learned
   * from, so rows are divided by time alone. Removing tested subjects from training would leave those that have gone.
   */
  readonly isRecurring?: boolean;
}

/**
 * Holds out the newest share of rows, by `asOf`, and learns from rows whose labels were settled by the split, as a model
 * trained on that day would. A group with rows on both sides is removed from the training side, unless subjects recur.
 * @param fraction share of the rows to test on; rows at the instant of the split are all tested on
 * @throws EvaluationError `bad_evaluation_setting`, `bad_snapshot_time`, `empty_split`
 */
export function holdoutByTime(rows: TimedRows, fraction = 0.2): Split {
  checkFraction(fraction);
  checkTimes(rows.asOf);
  const newestFirst = Float64Array.from(rows.asOf).sort().reverse();
  const splitAt = newestFirst[Math.max(0, Math.round(newestFirst.length * fraction) - 1)];
  if (splitAt === undefined) {
    throw new EvaluationError('empty_split', { part: 'table of examples', remedy: 'Wait until leads are settled.' });
  }
  return splitAtInstant(rows, splitAt, Infinity);
}

/**
 * The split at a given instant: rows from `splitAt` up to, but not at, `until` are tested on.
 * @throws EvaluationError `empty_split` where either part is empty
 */
export function splitAtInstant(rows: TimedRows, splitAt: number, until: number): Split {
  const isTested = (row: number) => rows.asOf[row]! >= splitAt && rows.asOf[row]! < until;
  const isSettled = (row: number) => rows.asOf[row]! < splitAt && rows.settledAt[row]! <= splitAt;
  const all = Int32Array.from({ length: rows.asOf.length }, (_, row) => row);
  const test = all.filter(isTested);
  const settled = all.filter(isSettled);
  const train = rows.isRecurring ? settled : excludeSharedGroups(settled, test, rows.groups ?? []);
  const early = all.filter((row) => rows.asOf[row]! < splitAt).length;
  const dropped = { unsettled: early - settled.length, straddling: settled.length - train.length };
  requireRows(train, test, 'Provide older leads, or choose a shorter horizon: it is long for this much history.');
  return { kind: 'time', train, test, splitAt, dropped, ...(rows.isRecurring && { isRecurring: true }) };
}

/**
 * Splits at random with about the same share of each outcome: only for data without dates. Groups are drawn, not rows, so a
 * group is on one side with all its rows; one with a converted row counts as converted.
 * @throws EvaluationError `bad_evaluation_setting`, `empty_split`
 */
export function randomSplit(
  labels: ArrayLike<number>,
  seed: number,
  fraction = 0.2,
  groups: readonly ArrayLike<GroupKey>[] = [],
): Split {
  checkFraction(fraction);
  const random = seededRandom(seed);
  const all = Int32Array.from({ length: labels.length }, (_, row) => row);
  const groupOf = connectedGroups(labels.length, groups);
  const sizes = new Int32Array(labels.length);
  const converted = new Uint8Array(labels.length);
  for (const row of all) {
    sizes[groupOf[row]!]!++;
    if (labels[row] === 1) converted[groupOf[row]!] = 1;
  }
  const tested = new Uint8Array(labels.length);
  for (const outcome of [0, 1]) {
    const candidates = all.filter((row) => sizes[row]! > 0 && converted[row] === outcome);
    const rows = candidates.reduce((sum, group) => sum + sizes[group]!, 0);
    let missing = Math.round(rows * fraction);
    for (const group of shuffled(candidates, random)) {
      if (missing <= 0) break;
      tested[group] = 1;
      missing -= sizes[group]!;
    }
  }
  const test = all.filter((row) => tested[groupOf[row]!] === 1);
  const train = all.filter((row) => tested[groupOf[row]!] === 0);
  requireRows(train, test, 'Provide more leads: there are too few to hold any out.');
  return { kind: 'random', train, test, splitAt: null, dropped: { unsettled: 0, straddling: 0 } };
}

/** The rows of `train` that share no group with a row of `test`. */
export function excludeSharedGroups(
  train: Int32Array,
  test: Int32Array,
  groups: readonly ArrayLike<GroupKey>[],
): Int32Array {
  let kept = train;
  for (const keys of groups) {
    const tested = new Set<GroupKey>();
    for (const row of test) tested.add(keys[row]!);
    tested.delete(null);
    kept = kept.filter((row) => !tested.has(keys[row]!));
  }
  return kept;
}

function checkFraction(fraction: number): void {
  if (!(fraction > 0 && fraction < 1)) {
    const facts = { setting: 'fraction', value: fraction, allowed: 'between 0 and 1' };
    throw new EvaluationError('bad_evaluation_setting', facts);
  }
}

function checkTimes(times: ArrayLike<number>): void {
  for (let row = 0; row < times.length; row++) {
    if (!Number.isFinite(times[row]!)) throw new EvaluationError('bad_snapshot_time', { row, asOf: times[row]! });
  }
}

function requireRows(train: Int32Array, test: Int32Array, remedy: string): void {
  if (test.length === 0) throw new EvaluationError('empty_split', { part: 'test part', remedy });
  if (train.length === 0) throw new EvaluationError('empty_split', { part: 'training part', remedy });
}
