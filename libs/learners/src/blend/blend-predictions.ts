import type { Examples } from '@leadlight/forest';
import { sigmoid } from '../additive/additive-weights.ts';
import { assignFolds, FOLDS } from '../additive/folds.ts';
import type { BlendWeights, LearnerId } from '../learner.ts';
import { selectMembers } from './select-members.ts';

/** The learners that a blend may consist of. */
const BLENDABLE: readonly LearnerId[] = ['boosting', 'forest', 'logistic', 'naive-bayes'];
/** Newer rows are few, and another period than the next one: weights that were chosen on them are shrunk towards equal ones. */
const SHRINKAGE = 2;
const MIN_PROBABILITY = 1e-9;

/** Rows that none of the learners learned from. */
export type PredictedRows = Pick<Examples, 'rows' | 'labels' | 'groups' | 'weights'>;

export interface PredictedBlend {
  /** They add up to 1. */
  readonly weights: BlendWeights;
  /** [rows] By weights that were chosen without the row's fold. */
  readonly probabilities: Float64Array;
}

/**
 * The weighted mean of learners' log odds, with weights chosen on these rows and shrunk towards equal ones.
 * @param predicted [rows] probabilities by learner; those that a blend cannot contain are ignored
 * @returns undefined if there is no learner that a blend can contain
 */
export function blendPredictions(
  predicted: ReadonlyMap<LearnerId, Float64Array>,
  rows: PredictedRows,
  seed: number,
): PredictedBlend | undefined {
  const members = BLENDABLE.filter((id) => predicted.has(id));
  if (members.length === 0) return undefined;
  const logOdds = members.map((id) => predicted.get(id)!.map(boundedLogOdds));
  const shares = selectMembers(logOdds, rows.labels, rows.weights, SHRINKAGE);
  return {
    weights: Object.fromEntries(members.map((id, member) => [id, shares[member]])),
    probabilities: crossValidatedMean(logOdds, rows, seed, SHRINKAGE).map(sigmoid),
  };
}

function boundedLogOdds(probability: number): number {
  const bounded = Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, probability));
  return Math.log(bounded / (1 - bounded));
}

/** [rows] NaN where the log odds of a member with a weight are unknown. */
export const weightedMean = (logOdds: readonly Float64Array[], shares: readonly number[]): Float64Array =>
  logOdds[0].map((_, row) => shares.reduce((sum, share, m) => (share > 0 ? sum + share * logOdds[m][row] : sum), 0));

/** [rows] The mean by weights that were chosen without the row's fold; NaN where a prediction is unknown. */
export function crossValidatedMean(
  logOdds: readonly Float64Array[],
  rows: PredictedRows,
  seed: number,
  start = 0,
): Float64Array {
  const foldOf = assignFolds(rows, seed);
  const blended = new Float64Array(rows.rows);
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = logOdds.map((each) => each.map((value, row) => (foldOf[row] === fold ? NaN : value)));
    const mean = weightedMean(logOdds, selectMembers(others, rows.labels, rows.weights, start));
    mean.forEach((value, row) => {
      if (foldOf[row] === fold) blended[row] = value;
    });
  }
  return blended;
}
