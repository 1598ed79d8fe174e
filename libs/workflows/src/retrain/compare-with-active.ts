import { holdoutByTime, pairedLogLoss, type PairedDifference } from '@leadlight/evaluation';
import type { Instant } from '@leadlight/lead-features';
import type { LearnerId } from '@leadlight/learners';
import { fit, hasEnough } from '../assess/contenders.ts';
import { pick, type Dataset } from '../assess/dataset.ts';
import type { ScoringModel } from '../score-leads/scoring-model.ts';

/** One dataset under the new model's schema and the same rows under the active one's. */
export interface TwoViews {
  readonly fresh: Dataset;
  readonly active: Dataset;
}

export interface Comparison {
  /** `settled_since`: rows whose outcome settled after the active model was trained. `newest_fifth`: too few of those. */
  readonly on: 'settled_since' | 'newest_fifth';
  readonly rows: number;
  readonly converted: number;
  /** The new one's log loss less the active one's: negative = the new one is better. */
  readonly difference: PairedDifference;
}

const HOLDOUT = 0.2;
/** Fewest of each outcome to compare on. */
const FEWEST = 20;

/**
 * Compares a new model with the active one on rows that neither has learned from: a paired bootstrap by lead.
 * @throws EvaluationError, ForestError where there is too little to compare
 */
export function compareWithActive(
  { fresh, active }: TwoViews,
  model: ScoringModel,
  learner: LearnerId,
  seed: number,
): Comparison {
  const since = settledSince(fresh, model.entry.trainedAt);
  if (since) {
    const challenger = fit(fresh, learner, since.train, seed, {}).model.predictTable(fresh.table.take(since.test));
    const incumbent = model.model.predictTable(active.table.take(since.test));
    return { on: 'settled_since', ...compared(fresh, since.test, challenger, incumbent, seed) };
  }
  const { train, test } = holdoutByTime({ ...fresh.times!, groups: [fresh.leads, ...(fresh.groups ?? [])] }, HOLDOUT);
  const predict = (dataset: Dataset, id: LearnerId) =>
    fit(dataset, id, train, seed, {}).model.predictTable(dataset.table.take(test));
  const challenger = predict(fresh, learner);
  const incumbent = predict(active, model.model.learner as LearnerId);
  return { on: 'newest_fifth', ...compared(fresh, test, challenger, incumbent, seed) };
}

/** Undefined where too few outcomes have settled since. */
function settledSince({ times, leads, labels }: Dataset, trainedAt: Instant) {
  const rows = Int32Array.from(labels, (_, row) => row);
  const test = rows.filter((row) => times!.settledAt[row]! > trainedAt);
  const converted = test.reduce((sum, row) => sum + labels[row]!, 0);
  if (Math.min(converted, test.length - converted) < FEWEST) return undefined;
  const tested = new Set(test.map((row) => leads[row]!));
  const train = rows.filter((row) => times!.settledAt[row]! <= trainedAt && !tested.has(leads[row]!));
  return hasEnough({ labels }, train) ? { train, test } : undefined;
}

function compared(
  { labels, leads }: Dataset,
  test: Int32Array,
  challenger: Float64Array,
  incumbent: Float64Array,
  seed: number,
): Omit<Comparison, 'on'> {
  const outcomes = pick(labels, test);
  return {
    rows: test.length,
    converted: outcomes.reduce((sum, label) => sum + label, 0),
    difference: pairedLogLoss(outcomes, challenger, incumbent, { seed, groups: pick(leads, test) }),
  };
}
