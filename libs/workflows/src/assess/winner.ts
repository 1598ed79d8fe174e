import { EvaluationError, holdoutByTime, leaderboardOf, randomSplit } from '@leadlight/evaluation';
import { contenderRoles, learnerIds, type LearnerId } from '@leadlight/learners';
import { silent } from '../ports/index.ts';
import { contendersOn, hasEnough } from './contenders.ts';
import { pick, type Dataset } from './dataset.ts';
import { fit, type LearningSettings } from './fit.ts';
import type { SegmentPlan } from '../segments/fit-published.ts';
import { hasSegmentFeature } from '../segments/segment-names.ts';
import { trySegments } from '../segments/try-segments.ts';

const HOLDOUT = 0.2;
/** Who is trained where too little is known to compare anybody. */
const UNCOMPARED: LearnerId = 'forest';

/**
 * Who wins among those that may be published, by some rows alone: learned from the older of them, measured on the newest
 * fifth. For choosing a learner without a look at the rows that it will be measured on.
 */
export function winnerAmong(dataset: Dataset, rows: Int32Array, learning: LearningSettings): LearnerId {
  const inner = innerSplit(dataset, rows, learning.seed);
  if (!inner || !hasEnough(dataset, inner.train)) return UNCOMPARED;
  const { train, test } = inner;
  const among = learnerIds.filter((id) => contenderRoles[id].canWin && id !== 'ml-random-forest');
  const { contenders } = contendersOn(dataset, train, test, learning, silent, among);
  const settings = { seed: learning.seed, groups: pick(dataset.leads, test) };
  const winner = leaderboardOf(pick(dataset.labels, test), contenders, settings).find(({ isWinner }) => isWinner);
  return (winner?.id as LearnerId | undefined) ?? UNCOMPARED;
}

/** What segments would have earned by some rows alone. */
export function segmentPlanAmong(
  dataset: Dataset,
  rows: Int32Array,
  learner: LearnerId,
  { segmentBy, ...settings }: LearningSettings & { readonly segmentBy?: string },
): SegmentPlan | undefined {
  if (segmentBy === undefined || !hasSegmentFeature(dataset, segmentBy)) return undefined;
  const inner = innerSplit(dataset, rows, settings.seed);
  if (!inner || !hasEnough(dataset, inner.train)) return undefined;
  const whole = fit(dataset, learner, inner.train, settings);
  return trySegments(dataset, inner, learner, whole, { ...settings, segmentBy }).plan;
}

/** In row numbers of the dataset; undefined where either side is empty or one outcome alone is left to measure on. */
function innerSplit({ times, leads, groups = [], labels }: Dataset, rows: Int32Array, seed: number) {
  const keys = [leads, ...groups].map((kind) => Array.from(rows, (row) => kind[row]!));
  try {
    const split = times
      ? holdoutByTime({ asOf: pick(times.asOf, rows), settledAt: pick(times.settledAt, rows), groups: keys }, HOLDOUT)
      : randomSplit(pick(labels, rows), seed, HOLDOUT, keys);
    const [train, test] = [split.train, split.test].map((part) => part.map((at) => rows[at]!));
    const converted = test!.reduce((sum, row) => sum + labels[row]!, 0);
    return converted === 0 || converted === test!.length ? undefined : { train: train!, test: test! };
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}
