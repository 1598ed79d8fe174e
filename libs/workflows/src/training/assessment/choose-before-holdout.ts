import { EvaluationError, holdoutByTime, randomSplit } from '@leadlight/evaluation';
import { contenderRoles, type LearnerId } from '@leadlight/learners';
import { noProgress } from '../../ports/index.ts';
import { fitContenders, hasEnoughOutcomes, learnersCompared } from './contenders.ts';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import { fit, type LearningSettings } from './fit.ts';
import type { SegmentPlan } from '../segments/fit-published.ts';
import { hasSegmentFeature } from '../segments/segment-names.ts';
import { evaluateSegments } from '../segments/evaluate-segments.ts';

const INNER_HOLDOUT = 0.2;
/** Used if there are too few outcomes for a comparison. */
const FALLBACK_LEARNER: LearnerId = 'forest';

/**
 * Chooses the best learner that may be published, by cross-validation among these rows only. The rows that the learner will be
 * measured on later have no influence.
 */
export function chooseLearner(dataset: Dataset, rows: Int32Array, learning: LearningSettings): LearnerId {
  if (!hasEnoughOutcomes(dataset, rows)) return FALLBACK_LEARNER;
  const publishable = learnersCompared(learning).filter((id) => contenderRoles[id].canWin && id !== 'ml-random-forest');
  return fitContenders(dataset, rows, learning, noProgress, publishable).winner ?? FALLBACK_LEARNER;
}

/** Chooses the segments that get their own model or offset, using these rows only. */
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

/** Row numbers of the dataset; undefined if either side is empty or the test side has only one outcome. */
function innerSplit({ times, leads, groups = [], labels }: Dataset, rows: Int32Array, seed: number) {
  const groupKeys = [leads, ...groups].map((kind) => Array.from(rows, (row) => kind[row]!));
  try {
    const split = times
      ? holdoutByTime(
          { asOf: takeRows(times.asOf, rows), settledAt: takeRows(times.settledAt, rows), groups: groupKeys },
          INNER_HOLDOUT,
        )
      : randomSplit(takeRows(labels, rows), seed, INNER_HOLDOUT, groupKeys);
    const [train, test] = [split.train, split.test].map((side) => side.map((index) => rows[index]!));
    const converted = test!.reduce((sum, row) => sum + labels[row]!, 0);
    return converted === 0 || converted === test!.length ? undefined : { train: train!, test: test! };
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}
