import { pairedLogLoss, excludeSharedGroups, type PairedDifference } from '@leadlight/evaluation';
import type { Instant } from '@leadlight/lead-features';
import type { LearnerId } from '@leadlight/learners';
import type { AssessSettings } from './assessment/assess-settings.ts';
import { hasEnoughOutcomes } from './assessment/contenders.ts';
import { takeRows, type Dataset } from './examples/dataset.ts';
import { removeLeakage } from './assessment/remove-leakage.ts';
import { splitOf } from './assessment/training-plan.ts';
import { chooseSegmentPlan, chooseLearner } from './assessment/choose-before-holdout.ts';
import type { ScoringModel } from '../scoring/scoring-model.ts';
import { fitPublished } from './segments/fit-published.ts';
import { newestSupportedRows } from './supported-learner.ts';
import { learningSettingsOf, segmentPlanOf } from './model-facts.ts';

/** The same rows under the new model's schema, with every field that is not left out before training, and under the active one's. */
export interface ComparedDatasets {
  readonly challenger: Dataset;
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

/** Fewest of each outcome to compare on. */
const MIN_OUTCOMES = 20;

/**
 * Compares a new model with the active one on rows that neither has learned from: a paired bootstrap by lead. Which fields
 * leak, with `best` who learns, and which segments have something of their own is settled by the rows that are learned from alone.
 * @throws EvaluationError, ForestError where there is too little to compare
 */
export function compareWithActive(
  { challenger: fresh, active }: ComparedDatasets,
  model: ScoringModel,
  settings: AssessSettings,
): Comparison {
  const since = splitBySettlement(fresh, model.entry.trainedAt);
  if (since) {
    const incumbent = model.model.predictTable(active.table.take(since.test));
    return {
      on: 'settled_since',
      ...compareProbabilities(fresh, since, challengerProbabilities(fresh, since, settings), incumbent, settings),
    };
  }
  const split = splitOf(fresh, settings);
  const learner = model.model.learner as LearnerId;
  const learned = newestSupportedRows(active, split.train, learner);
  const grown = fitPublished(
    active,
    learner,
    learned,
    learningSettingsOf(model.model, settings.seed),
    segmentPlanOf(model.model),
  );
  const incumbent = grown.predictTable(active.table.take(split.test));
  return {
    on: 'newest_fifth',
    ...compareProbabilities(fresh, split, challengerProbabilities(fresh, split, settings), incumbent, settings),
  };
}

interface ComparisonSplit {
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** What was known then is all that the new model may go by; null = there are no dates. */
  readonly splitAt: Instant | null;
}

/** What the new settings would have said, had they been fitted on `train`. */
export function challengerProbabilities(
  fresh: Dataset,
  { train, test, splitAt }: ComparisonSplit,
  settings: AssessSettings,
): Float64Array {
  const { dataset } = removeLeakage(fresh, train, settings.allow ?? [], splitAt ?? Infinity);
  const learner = settings.learner === 'best' ? chooseLearner(dataset, train, settings) : settings.learner;
  const plan = chooseSegmentPlan(dataset, train, learner, settings);
  return fitPublished(dataset, learner, train, settings, plan).predictTable(dataset.table.take(test));
}

/** Undefined where too few outcomes have settled since. */
function splitBySettlement(
  { times, leads, groups = [], labels }: Dataset,
  trainedAt: Instant,
): ComparisonSplit | undefined {
  const rows = Int32Array.from(labels, (_, row) => row);
  const test = rows.filter((row) => times!.settledAt[row]! > trainedAt);
  const converted = test.reduce((sum, row) => sum + labels[row]!, 0);
  if (Math.min(converted, test.length - converted) < MIN_OUTCOMES) return undefined;
  const settled = rows.filter((row) => times!.settledAt[row]! <= trainedAt);
  const train = excludeSharedGroups(settled, test, [leads, ...groups]);
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
