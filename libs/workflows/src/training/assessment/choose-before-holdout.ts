import { EvaluationError, holdoutByTime, randomSplit } from '@leadlight/evaluation';
import { contenderRoles, type LearnerId } from '@leadlight/learners';
import { noProgress } from '../../ports/index.ts';
import { fitContenders, learnersCompared, type ContenderSettings } from './contenders.ts';
import { hasEnoughOutcomes } from './enough-outcomes.ts';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import { fit, type LearningSettings } from './fit.ts';
import type { SegmentPlan } from '../segments/fit-published.ts';
import { hasSegmentFeature } from '../segments/segment-names.ts';
import { evaluateSegments } from '../segments/evaluate-segments.ts';

const INNER_HOLDOUT = 0.2;
/** Used if there are too few outcomes for a comparison. */
const FALLBACK_LEARNER: LearnerId = 'forest';

/** A learner, and how it is trained. */
export interface ChosenLearner<Settings extends LearningSettings> {
  readonly learner: LearnerId;
  readonly settings: Settings;
}

/**
 * With `best`, chooses the best learner that may be published, among these rows only. The rows that the learner will be measured on
 * later have no influence.
 */
export function chooseLearner<Settings extends ContenderSettings>(
  dataset: Dataset,
  rows: Int32Array,
  settings: Settings,
): ChosenLearner<Settings> {
  const { learner = 'best' } = settings;
  if (learner !== 'best') return { learner, settings };
  if (!hasEnoughOutcomes(dataset, rows)) return { learner: FALLBACK_LEARNER, settings };
  const publishable = learnersCompared(settings).filter((id) => contenderRoles[id].canWin && id !== 'ml-random-forest');
  const { winner = FALLBACK_LEARNER, blendWeights } = fitContenders(dataset, rows, settings, noProgress, publishable);
  return { learner: winner, settings: { ...settings, blendWeights } };
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
