import { segmentOffsets } from '@leadlight/evaluation';
import { createReference, type Json, type TreeModel } from '@leadlight/forest';
import type { LearnerId } from '@leadlight/learners';
import { hasEnoughOutcomes } from '../assessment/contenders.ts';
import { takeRows } from '../examples/dataset.ts';
import { fit, type Fitted, type Learnable, type LearningSettings } from '../assessment/fit.ts';
import { segmentNames } from './segment-names.ts';
import { SegmentedModel, type SegmentModel } from './segmented-model.ts';

/** Which segments have earned something of their own, and what; plain JSON, kept with the model. */
export interface SegmentPlan {
  /** Name of the categorical feature that parts the leads. */
  readonly by: string;
  readonly own: Readonly<Record<string, SegmentModel['kind']>>;
}

/** Fits what is published: the whole model, and what segments have earned. A segment without enough rows has the whole one. */
export function fitPublished(
  dataset: Learnable,
  learner: LearnerId,
  rows: Int32Array,
  learning: LearningSettings,
  plan?: SegmentPlan,
  facts: { readonly [key: string]: Json } = {},
  onProgress?: (done: number, total: number) => void,
): TreeModel {
  const whole = fit(dataset, learner, rows, learning, facts, onProgress);
  if (!plan || Object.keys(plan.own).length === 0) return whole.model;
  const segmentOf = segmentNames(dataset, plan.by);
  const outOfBag = whole.outOfBag.slice();
  const parts = new Map<string, SegmentModel>();
  for (const [segment, kind] of Object.entries(plan.own)) {
    const places = Array.from(rows.keys()).filter((at) => segmentOf[rows[at]!] === segment);
    const ownRows = Int32Array.from(places, (at) => rows[at]!);
    const part =
      kind === 'offset'
        ? segmentOffset(dataset, ownRows, places, whole)
        : segmentModel(dataset, learner, ownRows, learning);
    if (!part) continue;
    parts.set(segment, part.part);
    places.forEach((place, at) => (outOfBag[place] = part.outOfBag[at]!));
  }
  return new SegmentedModel(whole.model, plan.by, parts, createReference(outOfBag, takeRows(dataset.labels, rows)));
}

/** What a segment gets, and what it says of each of the segment's rows. */
interface FittedSegment {
  readonly part: SegmentModel;
  readonly outOfBag: ArrayLike<number>;
}

function segmentModel(
  dataset: Learnable,
  learner: LearnerId,
  rows: Int32Array,
  learning: LearningSettings,
): FittedSegment | undefined {
  if (!hasEnoughOutcomes(dataset, rows)) return undefined;
  const { model, outOfBag } = fit(dataset, learner, rows, learning);
  return { part: { kind: 'model', model }, outOfBag };
}

/** By partial pooling, learned where the whole model had not seen the row. */
function segmentOffset(
  { labels }: Learnable,
  rows: Int32Array,
  places: readonly number[],
  whole: Fitted,
): FittedSegment | undefined {
  const known = places.map((place, at) => ({ p: whole.outOfBag[place]!, label: labels[rows[at]!]! }));
  const told = known.filter(({ p }) => !Number.isNaN(p));
  const [offset] = segmentOffsets(
    told.map(({ label }) => label),
    told.map(({ p }) => p),
    told.map(() => 'this'),
  );
  if (!offset) return undefined;
  const logOdds = offset.offset;
  const outOfBag = known.map(({ p }) => 1 / (1 + Math.exp(-(Math.log(p / (1 - p)) + logOdds))));
  return { part: { kind: 'offset', logOdds }, outOfBag };
}
