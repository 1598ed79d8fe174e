import { learnerById, type LearnerId } from '@leadlight/learners';
import type { AssessSettings } from './assessment/assess-settings.ts';
import { newestRows, type Dataset } from './examples/dataset.ts';

/** The most rows that a learner can learn from. */
export const maxRowsOf = (learner: LearnerId): number => learnerById(learner).maxRows ?? Infinity;

/**
 * The rows that a learner learns from: all of them, or, if there are more than it supports, the newest of each outcome, in
 * the proportion of the outcomes among all rows, so that the probabilities stay right.
 */
export function supportedRows(
  { labels, times }: Pick<Dataset, 'labels' | 'times'>,
  rows: Int32Array,
  maxRows: number,
): Int32Array {
  if (rows.length <= maxRows) return rows;
  const converted = rows.filter((row) => labels[row] === 1);
  const others = rows.filter((row) => labels[row] !== 1);
  const convertedRows = Math.round((maxRows * converted.length) / rows.length);
  const sample = [
    ...newestRows({ times }, converted, convertedRows),
    ...newestRows({ times }, others, maxRows - convertedRows),
  ];
  const isSampled = new Set(sample);
  return rows.filter((row) => isSampled.has(row));
}

/**
 * What to say of a model whose learner cannot learn from all rows; undefined if it learns from all. A learner is never
 * replaced by another one because of that.
 * @param learner `best` learns from all rows, because only learners that can do so win
 */
export function sampleNote(
  { labels }: Pick<Dataset, 'labels'>,
  learner: AssessSettings['learner'],
): string | undefined {
  const maxRows = learner === 'best' ? Infinity : maxRowsOf(learner);
  if (labels.length <= maxRows) return undefined;
  return `${learner} learns from at most ${maxRows} rows: the newest ones of ${labels.length}, with the same share of conversions.`;
}
