import { compareSegments, segmentOffsets, withOffsets } from '@leadlight/evaluation';
import type { LearnerId } from '@leadlight/learners';
import type { SegmentResult } from '@leadlight/report';
import { hasEnoughOutcomes } from '../assessment/enough-outcomes.ts';
import { fit, type Fitted, type LearningSettings } from '../assessment/fit.ts';
import { takeRows, type Dataset } from '../examples/dataset.ts';
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
  /** The segments to publish. */
  readonly plan: SegmentPlan;
}

/**
 * Evaluates whether segments predict better with their own model, if they have enough outcomes, or otherwise with an offset
 * to the whole model, estimated by partial pooling. Segments that are better on the test rows beyond noise are published.
 * @throws LeadFeaturesError `column_absent` if no categorical feature has this name
 */
export function evaluateSegments(
  dataset: Dataset,
  { train, test }: { readonly train: Int32Array; readonly test: Int32Array },
  learner: LearnerId,
  whole: Fitted,
  { segmentBy, threshold, ...learning }: SegmentSettings,
): SegmentTrial {
  const segmentOf = segmentNames(dataset, segmentBy);
  const namesAt = (rows: Int32Array): (string | null)[] => Array.from(rows, (row) => segmentOf[row]!);
  const ofWhole = whole.model.predictTable(dataset.table.take(test));
  const ofSegments = withOffsets(ofWhole, namesAt(test), pooledOffsets(dataset, train, whole, namesAt));
  const means = new Map<string, SegmentModel['kind']>();
  for (const segment of new Set(namesAt(test))) {
    if (segment === null) continue;
    const ownRows = train.filter((row) => segmentOf[row] === segment);
    const kind = hasEnoughOutcomes(dataset, ownRows) ? 'model' : 'offset';
    means.set(segment, kind);
    if (kind === 'offset') continue;
    const { model } = fit(dataset, learner, ownRows, learning);
    const members = Array.from(test.keys()).filter((i) => segmentOf[test[i]!] === segment);
    const probabilities = model.predictTable(dataset.table.take(members.map((i) => test[i]!)));
    members.forEach((i, member) => (ofSegments[i] = probabilities[member]!));
  }
  const settings = { seed: learning.seed, threshold, groups: takeRows(dataset.leads, test) };
  const labels = takeRows(dataset.labels, test);
  const results = compareSegments(labels, ofWhole, ofSegments, namesAt(test), settings).map((comparison) => ({
    ...comparison,
    means: means.get(comparison.segment)!,
  }));
  const better = results.filter(({ isWorthwhile }) => isWorthwhile);
  const plan = {
    by: segmentFeature(dataset, segmentBy),
    own: Object.fromEntries(better.map(({ segment, means: kind }) => [segment, kind])),
  };
  return { results, plan };
}

/** Offsets estimated on out-of-bag predictions. */
function pooledOffsets(
  { labels }: Dataset,
  train: Int32Array,
  { outOfBag }: Fitted,
  namesAt: (rows: Int32Array) => (string | null)[],
) {
  const predicted = Array.from(train.keys()).filter((i) => !Number.isNaN(outOfBag[i]!));
  const rows = Int32Array.from(predicted, (i) => train[i]!);
  return segmentOffsets(
    takeRows(labels, rows),
    predicted.map((i) => outOfBag[i]!),
    namesAt(rows),
  );
}
