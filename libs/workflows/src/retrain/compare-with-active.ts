import { pairedLogLoss, withoutGroupsOf, type PairedDifference } from '@leadlight/evaluation';
import type { Instant } from '@leadlight/lead-features';
import type { LearnerId } from '@leadlight/learners';
import type { AssessSettings } from '../assess/assess.ts';
import { hasEnough } from '../assess/contenders.ts';
import { pick, type Dataset } from '../assess/dataset.ts';
import { withoutLeaks } from '../assess/leakage.ts';
import { splitOf } from '../assess/training-plan.ts';
import { segmentPlanAmong, winnerAmong } from '../assess/winner.ts';
import type { ScoringModel } from '../score-leads/scoring-model.ts';
import { fitPublished } from '../segments/fit-published.ts';
import { newestBearable } from '../train-model/bearable-learner.ts';
import { learningOf, planOf } from '../train-model/model-facts.ts';

/** The same rows under the new model's schema, with every field that is not left out before training, and under the active one's. */
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

/** Fewest of each outcome to compare on. */
const FEWEST = 20;

/**
 * Compares a new model with the active one on rows that neither has learned from: a paired bootstrap by lead. Which fields
 * leak, with `best` who learns, and which segments have something of their own is settled by the rows that are learned from alone.
 * @throws EvaluationError, ForestError where there is too little to compare
 */
export function compareWithActive(
  { fresh, active }: TwoViews,
  model: ScoringModel,
  settings: AssessSettings,
): Comparison {
  const since = settledSince(fresh, model.entry.trainedAt);
  if (since) {
    const incumbent = model.model.predictTable(active.table.take(since.test));
    return {
      on: 'settled_since',
      ...compared(fresh, since, challengerOn(fresh, since, settings), incumbent, settings),
    };
  }
  const split = splitOf(fresh, settings);
  const learner = model.model.learner as LearnerId;
  const learned = newestBearable(active, split.train, learner);
  const grown = fitPublished(active, learner, learned, learningOf(model.model, settings.seed), planOf(model.model));
  const incumbent = grown.predictTable(active.table.take(split.test));
  return { on: 'newest_fifth', ...compared(fresh, split, challengerOn(fresh, split, settings), incumbent, settings) };
}

interface Parts {
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** What was known then is all that the new model may go by; null = there are no dates. */
  readonly splitAt: Instant | null;
}

/** What the new settings would have said, had they been fitted on `train`. */
export function challengerOn(fresh: Dataset, { train, test, splitAt }: Parts, settings: AssessSettings): Float64Array {
  const { dataset } = withoutLeaks(fresh, train, settings.allow ?? [], splitAt ?? Infinity);
  const learner = settings.learner === 'best' ? winnerAmong(dataset, train, settings) : settings.learner;
  const plan = segmentPlanAmong(dataset, train, learner, settings);
  return fitPublished(dataset, learner, train, settings, plan).predictTable(dataset.table.take(test));
}

/** Undefined where too few outcomes have settled since. */
function settledSince({ times, leads, groups = [], labels }: Dataset, trainedAt: Instant): Parts | undefined {
  const rows = Int32Array.from(labels, (_, row) => row);
  const test = rows.filter((row) => times!.settledAt[row]! > trainedAt);
  const converted = test.reduce((sum, row) => sum + labels[row]!, 0);
  if (Math.min(converted, test.length - converted) < FEWEST) return undefined;
  const settled = rows.filter((row) => times!.settledAt[row]! <= trainedAt);
  const train = withoutGroupsOf(settled, test, [leads, ...groups]);
  return hasEnough({ labels }, train) ? { train, test, splitAt: trainedAt } : undefined;
}

function compared(
  { labels, leads }: Dataset,
  { test }: Parts,
  challenger: Float64Array,
  incumbent: Float64Array,
  { seed }: AssessSettings,
): Omit<Comparison, 'on'> {
  const outcomes = pick(labels, test);
  return {
    rows: test.length,
    converted: outcomes.reduce((sum, label) => sum + label, 0),
    difference: pairedLogLoss(outcomes, challenger, incumbent, { seed, groups: pick(leads, test) }),
  };
}
