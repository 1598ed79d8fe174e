import { pairedLogLoss, excludeSharedGroups, type PairedDifference } from '@leadlight/evaluation';
import type { Instant } from '@leadlight/lead-features';
import type { TreeModel } from '@leadlight/forest';
import { learnerIds } from '@leadlight/learners';
import type { AssessSettings } from './assessment/assess-settings.ts';
import { hasEnoughOutcomes } from './assessment/enough-outcomes.ts';
import { takeRows, type Dataset } from './examples/dataset.ts';
import { representativeRows } from './examples/representative-rows.ts';
import { removeLeakage } from './assessment/remove-leakage.ts';
import { splitOf } from './assessment/training-plan.ts';
import { chooseSegmentPlan, chooseLearner } from './assessment/choose-before-holdout.ts';
import type { ScoringModel } from '../scoring/scoring-model.ts';
import { fitPublished } from './segments/fit-published.ts';
import { learningSettingsOf, segmentPlanOf } from './model-facts.ts';

/** The same rows under the new model's schema, before leaking fields are removed, and under the active model's. */
export interface ComparedDatasets {
  readonly challenger: Dataset;
  readonly active: Dataset;
}

export interface Comparison {
  /** `settled_since`: rows that settled after the active model was trained; `newest_fifth` if these are too few. */
  readonly on: 'settled_since' | 'newest_fifth';
  readonly rows: number;
  readonly converted: number;
  /** The new model's log loss minus the active one's: negative = the new one is better. */
  readonly difference: PairedDifference;
}

/** Of each outcome. */
const MIN_OUTCOMES = 20;

/**
 * Compares a new model with the active one by a paired bootstrap over leads, on rows that neither has learned from; only where too few
 * have settled since, another program's model may have learned from some. Leaking fields, the learner (with `best`) and the segments are
 * chosen on the training rows alone.
 * @throws EvaluationError, ForestError if there are too few outcomes to compare
 */
export function compareWithActive(
  { challenger, active }: ComparedDatasets,
  model: ScoringModel,
  settings: AssessSettings,
): Comparison {
  const compare = (split: ComparisonSplit, incumbent: Float64Array) =>
    compareProbabilities(challenger, split, challengerProbabilities(challenger, split, settings), incumbent, settings);
  const since = splitBySettlement(challenger, learnedUntilOf(model));
  if (since) {
    const incumbent = model.model.predictTable(active.table.take(since.test));
    return { on: 'settled_since', ...compare(since, incumbent) };
  }
  const split = splitOf(challenger, settings);
  const incumbent = trainedLike(model, active, split.train, settings).predictTable(active.table.take(split.test));
  return { on: 'newest_fifth', ...compare(split, incumbent) };
}

/** Until when outcomes could influence a model: an imported one was trained and calibrated on older ones than those of its import. */
function learnedUntilOf({ model, entry }: ScoringModel): Instant {
  const { learnedUntil } = model.facts;
  return typeof learnedUntil === 'number' ? learnedUntil : entry.trainedAt;
}

/** A model trained like the active one on older rows; another program's, which cannot be trained here, as it is. */
function trainedLike({ model }: ScoringModel, active: Dataset, train: Int32Array, { seed }: AssessSettings): TreeModel {
  const learner = learnerIds.find((id) => id === model.learner);
  return learner ? fitPublished(active, learner, train, learningSettingsOf(model, seed), segmentPlanOf(model)) : model;
}

interface ComparisonSplit {
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** The new model may use only what was known then; null = there are no dates. */
  readonly splitAt: Instant | null;
}

/** The predictions of a model trained with the new settings on `train`. */
export function challengerProbabilities(
  challenger: Dataset,
  { train, test, splitAt }: ComparisonSplit,
  settings: AssessSettings,
): Float64Array {
  const { dataset } = removeLeakage(challenger, train, settings.allow ?? [], splitAt ?? Infinity);
  const chosen = chooseLearner(dataset, train, settings);
  const plan = chooseSegmentPlan(dataset, train, chosen.learner, chosen.settings);
  return fitPublished(dataset, chosen.learner, train, chosen.settings, plan).predictTable(dataset.table.take(test));
}

/** Undefined if too few outcomes have settled since. */
function splitBySettlement(dataset: Dataset, trainedAt: Instant): ComparisonSplit | undefined {
  const { times, leads, groups = [], labels, isRecurring } = dataset;
  const rows = Int32Array.from(labels.keys());
  const newer = rows.filter((row) => times!.settledAt[row]! > trainedAt);
  const test = representativeRows(dataset, newer);
  const converted = test.reduce((sum, row) => sum + labels[row]!, 0);
  if (Math.min(converted, test.length - converted) < MIN_OUTCOMES) return undefined;
  const settled = rows.filter((row) => times!.settledAt[row]! <= trainedAt);
  const train = isRecurring ? settled : excludeSharedGroups(settled, test, [leads, ...groups]);
  return hasEnoughOutcomes({ labels }, train) ? { train, test, splitAt: trainedAt } : undefined;
}

function compareProbabilities(
  { labels, leads }: Dataset,
  { test }: ComparisonSplit,
  challenger: Float64Array,
  incumbent: Float64Array,
  { seed }: AssessSettings,
): Omit<Comparison, 'on'> {
  const outcomes = takeRows(labels, test);
  return {
    rows: test.length,
    converted: outcomes.reduce((sum, label) => sum + label, 0),
    difference: pairedLogLoss(outcomes, challenger, incumbent, { seed, groups: takeRows(leads, test) }),
  };
}
