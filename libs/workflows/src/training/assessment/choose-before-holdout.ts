import { EvaluationError, holdoutByTime, leaderboardOf, randomSplit } from '@leadlight/evaluation';
import { contenderRoles, learnerIds, type LearnerId } from '@leadlight/learners';
import { noProgress } from '../../ports/index.ts';
import { trainContenders, hasEnoughOutcomes } from './contenders.ts';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import { fit, type LearningSettings } from './fit.ts';
import type { SegmentPlan } from '../segments/fit-published.ts';
import { hasSegmentFeature } from '../segments/segment-names.ts';
import { evaluateSegments } from '../segments/evaluate-segments.ts';

const INNER_HOLDOUT = 0.2;
/** Who is trained where too little is known to compare anybody. */
const FALLBACK_LEARNER: LearnerId = 'forest';

/**
 * Who wins among those that may be published, by some rows alone: learned from the older of them, measured on the newest
 * fifth. For choosing a learner without a look at the rows that it will be measured on.
 */
export function chooseLearner(dataset: Dataset, rows: Int32Array, learning: LearningSettings): LearnerId {
  const inner = innerSplit(dataset, rows, learning.seed);
  if (!inner || !hasEnoughOutcomes(dataset, inner.train)) return FALLBACK_LEARNER;
  const { train, test } = inner;
  const among = learnerIds.filter((id) => contenderRoles[id].canWin && id !== 'ml-random-forest');
  const { contenders } = trainContenders(dataset, train, test, learning, noProgress, among);
  const settings = { seed: learning.seed, groups: takeRows(dataset.leads, test) };
  const winner = leaderboardOf(takeRows(dataset.labels, test), contenders, settings).find(({ isWinner }) => isWinner);
  return (winner?.id as LearnerId | undefined) ?? FALLBACK_LEARNER;
}

/** What segments would have earned by some rows alone. */
export function chooseSegmentPlan(
  dataset: Dataset,
  rows: Int32Array,
  learner: LearnerId,
  { segmentBy, ...settings }: LearningSettings & { readonly segmentBy?: string },
): SegmentPlan | undefined {
  if (segmentBy === undefined || !hasSegmentFeature(dataset, segmentBy)) return undefined;
  const inner = innerSplit(dataset, rows, settings.seed);
  if (!inner || !hasEnoughOutcomes(dataset, inner.train)) return undefined;
  const whole = fit(dataset, learner, inner.train, settings);
  return evaluateSegments(dataset, inner, learner, whole, { ...settings, segmentBy }).plan;
}

/** In row numbers of the dataset; undefined where either side is empty or one outcome alone is left to measure on. */
function innerSplit({ times, leads, groups = [], labels }: Dataset, rows: Int32Array, seed: number) {
  const keys = [leads, ...groups].map((kind) => Array.from(rows, (row) => kind[row]!));
  try {
    const split = times
      ? holdoutByTime(
          { asOf: takeRows(times.asOf, rows), settledAt: takeRows(times.settledAt, rows), groups: keys },
          INNER_HOLDOUT,
        )
      : randomSplit(takeRows(labels, rows), seed, INNER_HOLDOUT, keys);
    const [train, test] = [split.train, split.test].map((part) => part.map((at) => rows[at]!));
    const converted = test!.reduce((sum, row) => sum + labels[row]!, 0);
    return converted === 0 || converted === test!.length ? undefined : { train: train!, test: test! };
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}
