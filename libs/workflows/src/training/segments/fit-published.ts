import { segmentOffsets } from '@leadlight/evaluation';
import { createReference, type Json, type TreeModel } from '@leadlight/forest';
import type { LearnerId } from '@leadlight/learners';
import { hasEnoughOutcomes } from '../assessment/enough-outcomes.ts';
import { fit, type Fitted, type Learnable, type LearningSettings } from '../assessment/fit.ts';
import { takeRows } from '../examples/dataset.ts';
import { segmentNames } from './segment-names.ts';
import { SegmentedModel, shiftLogOdds, type SegmentModel } from './segmented-model.ts';

/** The segments that get their own model or offset; plain JSON, stored with the model. */
export interface SegmentPlan {
  /** Name of the categorical feature that forms the segments. */
  readonly by: string;
  readonly own: Readonly<Record<string, SegmentModel['kind']>>;
}

/** Fits the model to publish: the whole model, and those of its segments. */
export function fitPublished(
  dataset: Learnable,
  learner: LearnerId,
  rows: Int32Array,
  learning: LearningSettings,
  plan?: SegmentPlan,
  facts: { readonly [key: string]: Json } = {},
): TreeModel {
  return withSegments(dataset, learner, rows, learning, fit(dataset, learner, rows, learning, facts), plan);
}

/**
 * The model to publish: the whole model, and those of its segments, which are fitted here. A segment without enough rows uses the
 * whole one.
 * @param whole fitted on `rows`
 */
export function withSegments(
  dataset: Learnable,
  learner: LearnerId,
  rows: Int32Array,
  learning: LearningSettings,
  whole: Fitted,
  plan?: SegmentPlan,
): TreeModel {
  if (!plan || Object.keys(plan.own).length === 0) return whole.model;
  const segmentOf = segmentNames(dataset, plan.by);
  const outOfBag = whole.outOfBag.slice();
  const segments = new Map<string, SegmentModel>();
  for (const [segment, kind] of Object.entries(plan.own)) {
    const indices = Array.from(rows.keys()).filter((i) => segmentOf[rows[i]!] === segment);
    const ownRows = Int32Array.from(indices, (i) => rows[i]!);
    const fitted =
      kind === 'offset'
        ? fitSegmentOffset(dataset, ownRows, indices, whole)
        : fitSegmentModel(dataset, learner, ownRows, learning);
    if (!fitted) continue;
    segments.set(segment, fitted.model);
    indices.forEach((index, i) => (outOfBag[index] = fitted.outOfBag[i]!));
  }
  const reference = createReference(outOfBag, takeRows(dataset.labels, rows), takeRows(dataset.leads, rows));
  return new SegmentedModel(whole.model, plan.by, segments, reference);
}

interface FittedSegment {
  readonly model: SegmentModel;
  /** [segment rows] */
  readonly outOfBag: ArrayLike<number>;
}

function fitSegmentModel(
  dataset: Learnable,
  learner: LearnerId,
  rows: Int32Array,
  learning: LearningSettings,
): FittedSegment | undefined {
  if (!hasEnoughOutcomes(dataset, rows)) return undefined;
  const { model, outOfBag } = fit(dataset, learner, rows, learning);
  return { model: { kind: 'model', model }, outOfBag };
}

/** By partial pooling, on the whole model's out-of-bag predictions. */
function fitSegmentOffset(
  { labels }: Learnable,
  rows: Int32Array,
  indices: readonly number[],
  whole: Fitted,
): FittedSegment | undefined {
  const predictions = indices.map((index, i) => ({ p: whole.outOfBag[index]!, label: labels[rows[i]!]! }));
  const measured = predictions.filter(({ p }) => !Number.isNaN(p));
  const [offset] = segmentOffsets(
    measured.map(({ label }) => label),
    measured.map(({ p }) => p),
    measured.map(() => 'this'),
  );
  if (!offset) return undefined;
  const logOdds = offset.offset;
  return { model: { kind: 'offset', logOdds }, outOfBag: predictions.map(({ p }) => shiftLogOdds(p, logOdds)) };
}
