import { compareSegments, segmentOffsets, withOffsets } from '@leadlight/evaluation';
import type { LearnerId } from '@leadlight/learners';
import type { SegmentResult } from '@leadlight/report';
import { hasEnoughOutcomes } from '../assessment/contenders.ts';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import { fit, type Fitted, type LearningSettings } from '../assessment/fit.ts';
import type { SegmentPlan } from './fit-published.ts';
import { segmentFeature, segmentNames } from './segment-names.ts';
import type { SegmentModel } from './segmented-model.ts';

export interface SegmentSettings extends LearningSettings {
  readonly threshold?: number;
  /** A categorical feature, by its name or its field. */
  readonly segmentBy: string;
}

export interface SegmentTrial {
  readonly results: readonly SegmentResult[];
  /** What is to be published. */
  readonly plan: SegmentPlan;
}

/**
 * Whether segments do better with something of their own: a model where a segment has enough outcomes, else the whole model
 * moved by as much as the segment's rows tell (partial pooling). What is better on the test rows beyond noise is published.
 * @throws LeadFeaturesError `column_absent` where no categorical feature is called so
 */
export function evaluateSegments(
  dataset: Dataset,
  { train, test }: { readonly train: Int32Array; readonly test: Int32Array },
  learner: LearnerId,
  whole: Fitted,
  { segmentBy, threshold, ...learning }: SegmentSettings,
): SegmentTrial {
  const segmentOf = segmentNames(dataset, segmentBy);
  const inSegment = (rows: Int32Array, segment: string) => rows.filter((row) => segmentOf[row] === segment);
  const said = whole.model.predictTable(dataset.table.take(test));
  const own = withOffsets(said, names(segmentOf, test), pooled(dataset, train, whole, segmentOf));
  const means = new Map<string, SegmentModel['kind']>();
  for (const segment of new Set(names(segmentOf, test))) {
    if (segment === null) continue;
    const rows = inSegment(train, segment);
    means.set(segment, hasEnoughOutcomes(dataset, rows) ? 'model' : 'offset');
    if (means.get(segment) === 'offset') continue;
    const members = Array.from(test.keys()).filter((at) => segmentOf[test[at]!] === segment);
    const { model } = fit(dataset, learner, rows, learning);
    model
      .predictTable(dataset.table.take(inSegment(test, segment)))
      .forEach((probability, at) => (own[members[at]!] = probability));
  }
  const measured = { seed: learning.seed, threshold, groups: takeRows(dataset.leads, test) };
  const compared = compareSegments(takeRows(dataset.labels, test), said, own, names(segmentOf, test), measured);
  const results = compared.map((entry) => ({ ...entry, means: means.get(entry.segment)! }));
  const earned = results.filter(({ earnsItsPlace }) => earnsItsPlace);
  const plan = {
    by: segmentFeature(dataset, segmentBy),
    own: Object.fromEntries(earned.map(({ segment, means: kind }) => [segment, kind])),
  };
  return { results, plan };
}

const names = (segmentOf: readonly (string | null)[], rows: Int32Array): (string | null)[] =>
  Array.from(rows, (row) => segmentOf[row]!);

/** Offsets learned where the model had not seen the row. */
function pooled({ labels }: Dataset, train: Int32Array, { outOfBag }: Fitted, segmentOf: readonly (string | null)[]) {
  const told = Array.from(train.keys()).filter((at) => !Number.isNaN(outOfBag[at]!));
  const rows = Int32Array.from(told, (at) => train[at]!);
  return segmentOffsets(
    takeRows(labels, rows),
    told.map((at) => outOfBag[at]!),
    names(segmentOf, rows),
  );
}
