import { EvaluationError, splitAtInstant, type Split } from '@leadlight/evaluation';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import { representativeRows } from '../examples/representative-rows.ts';
import { hasEnoughOutcomes } from './enough-outcomes.ts';

/** Shares of the rows by age, newest last: models of the rows before each part predict the part. */
const PARTS = [
  [0.6, 0.8],
  [0.8, 1],
] as const;

/** Rows of a dataset that models of older rows predict. */
export type Origin = Pick<Split, 'train' | 'test'>;

/**
 * Splits of the rows by time, the oldest first: each newer part with the rows before it whose labels were settled when it began,
 * without leads and other groups of the part. Parts without enough settled rows of both outcomes before them are left out.
 * @param rows row numbers of the dataset
 * @returns row numbers of the dataset; empty if there are no dates
 */
export function originsWithin(dataset: Dataset, rows: Int32Array): readonly Origin[] {
  const { times, leads, groups = [], labels } = dataset;
  if (!times) return [];
  const asOf = takeRows(times.asOf, rows);
  const oldestFirst = asOf.toSorted();
  const timed = {
    asOf,
    settledAt: takeRows(times.settledAt, rows),
    groups: [leads, ...groups].map((kind) => Array.from(rows, (row) => kind[row]!)),
  };
  const instantAt = (share: number) => oldestFirst[Math.floor(share * oldestFirst.length)] ?? Infinity;
  return PARTS.flatMap(([from, until]) => {
    const split = findSplit(() => splitAtInstant(timed, instantAt(from), instantAt(until)));
    if (!split) return [];
    const train = takeRows(rows, split.train);
    const test = representativeRows(dataset, takeRows(rows, split.test));
    return hasEnoughOutcomes({ labels }, train) ? [{ train, test }] : [];
  });
}

function findSplit(split: () => Split): Split | undefined {
  try {
    return split();
  } catch (error) {
    if (error instanceof EvaluationError && error.code === 'empty_split') return undefined;
    throw error;
  }
}
