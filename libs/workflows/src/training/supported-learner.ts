import { learnerById, type LearnerId } from '@leadlight/learners';
import type { AssessSettings } from './assessment/assess-settings.ts';
import { newestRows, type Dataset } from './examples/dataset.ts';

/** The most rows that a learner can learn from. */
export const maxRowsOf = (learner: LearnerId): number => learnerById(learner).maxRows ?? Infinity;

/**
 * The rows that a learner learns from: all of them, or, if there are more than it supports, the newest of each outcome, in
 * the proportion of the outcomes among all rows, so that the probabilities stay right. Without dates, they are evenly spread
 * over each outcome's rows: the order of a file may mean anything, and a part of it be unlike the rest.
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
  const take = times ? (of: Int32Array, count: number) => newestRows({ times }, of, count) : evenlySpread;
  const sample = [...take(converted, convertedRows), ...take(others, maxRows - convertedRows)];
  const isSampled = new Set(sample);
  return rows.filter((row) => isSampled.has(row));
}

const evenlySpread = (rows: Int32Array, count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => rows[Math.floor(((i + 0.5) * rows.length) / count)]!);

/**
 * What to say of a model whose learner cannot learn from all rows; undefined if it learns from all. A learner is never
 * replaced by another one because of that.
 * @param learner `best` learns from all rows, because only learners that can do so win
 */
export function sampleNote(
  { labels, times }: Pick<Dataset, 'labels' | 'times'>,
  learner: AssessSettings['learner'],
): string | undefined {
  const maxRows = learner === 'best' ? Infinity : maxRowsOf(learner);
  if (labels.length <= maxRows) return undefined;
  const which = times ? 'the newest ones of' : 'evenly spread over the';
  return `${learner} learns from at most ${maxRows} rows: ${which} ${labels.length}, with the same share of conversions.`;
}
