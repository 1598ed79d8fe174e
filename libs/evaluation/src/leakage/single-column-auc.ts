import { seededRandom } from '@leadlight/common';
import { rocAuc } from '../ranking.ts';
import { shuffled } from '../shuffled.ts';
import type { RawColumn } from './leakage-finding.ts';

const FOLDS = 5;
const BINS = 20;
/** Leads of the mean rate that are added to each category, so that small categories stay near the mean. */
const PRIOR_LEADS = 10;
const SEED = 1;

export const isMissing = (value: number | string | null | undefined): boolean =>
  value === null || value === undefined || Number.isNaN(value);

/**
 * Cross-validated AUC of one column alone: each row gets the smoothed conversion rate of its category, or of its bin of
 * numbers, from the other folds. Missing is a category.
 */
export function singleColumnAuc(column: RawColumn, labels: ArrayLike<number>): number {
  const keys = keysOf(column);
  const fold = assignFolds(keys.length);
  const probabilities = new Float64Array(keys.length);
  for (let heldOut = 0; heldOut < FOLDS; heldOut++) {
    const { rates, mean } = ratesOutsideFold(heldOut, keys, fold, labels);
    keys.forEach((key, row) => {
      if (fold[row] === heldOut) probabilities[row] = rates.get(key) ?? mean;
    });
  }
  return rocAuc({ labels, probabilities });
}

function ratesOutsideFold(
  heldOut: number,
  keys: readonly (number | string)[],
  fold: Uint8Array,
  labels: ArrayLike<number>,
) {
  const counts = new Map<number | string, { rows: number; converted: number }>();
  let rows = 0;
  let converted = 0;
  keys.forEach((key, row) => {
    if (fold[row] === heldOut) return;
    const count = counts.get(key) ?? { rows: 0, converted: 0 };
    count.rows++;
    count.converted += labels[row]!;
    rows++;
    converted += labels[row]!;
    counts.set(key, count);
  });
  const mean = converted / rows;
  const rates = new Map(
    [...counts].map(([key, count]) => [key, (count.converted + mean * PRIOR_LEADS) / (count.rows + PRIOR_LEADS)]),
  );
  return { rates, mean };
}

function assignFolds(rows: number): Uint8Array {
  const order = shuffled(
    Int32Array.from({ length: rows }, (_, row) => row),
    seededRandom(SEED),
  );
  const fold = new Uint8Array(rows);
  order.forEach((row, place) => (fold[row] = place % FOLDS));
  return fold;
}

const MISSING_KEY = 'missing';

function keysOf({ values }: RawColumn): readonly (number | string)[] {
  const numbers = Float64Array.from(
    Array.from(values).filter((value): value is number => typeof value === 'number' && !Number.isNaN(value)),
  ).sort();
  const edges = [
    ...new Set(Array.from({ length: BINS - 1 }, (_, i) => numbers[Math.floor(((i + 1) * numbers.length) / BINS)]!)),
  ];
  return Array.from(values, (value) => {
    if (value === null || isMissing(value)) return MISSING_KEY;
    return typeof value === 'string' ? `text ${value}` : edges.filter((edge) => edge <= value).length;
  });
}

/**
 * Standard error of an AUC.
 * @source Hanley and McNeil 1982, "The meaning and use of the area under a ROC curve"
 */
export function aucStandardError(auc: number, positives: number, negatives: number): number {
  const q1 = auc / (2 - auc);
  const q2 = (2 * auc * auc) / (1 + auc);
  const variance = auc * (1 - auc) + (positives - 1) * (q1 - auc * auc) + (negatives - 1) * (q2 - auc * auc);
  return Math.sqrt(Math.max(0, variance) / (positives * negatives));
}
