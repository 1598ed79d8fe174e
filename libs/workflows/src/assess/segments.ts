import { compareSegments, segmentOffsets, withOffsets, type SegmentComparison } from '@leadlight/evaluation';
import { LeadFeaturesError } from '@leadlight/lead-features';
import type { LearnerId } from '@leadlight/learners';
import { hasEnough } from './contenders.ts';
import { pick, type Dataset } from './dataset.ts';
import { fit, type Fitted, type LearningSettings } from './fit.ts';

export interface SegmentSettings extends LearningSettings {
  readonly threshold: number;
  /** A categorical feature, by its name or its field. */
  readonly segmentBy: string;
}

/**
 * Whether segments would do better with something of their own: a model where a segment has enough outcomes, else the
 * whole model moved by as much as the segment's rows tell (partial pooling).
 * @throws LeadFeaturesError `column_absent` where no categorical feature is called so
 */
export function segmentsOf(
  dataset: Dataset,
  { train, test }: { readonly train: Int32Array; readonly test: Int32Array },
  learner: LearnerId,
  published: Fitted,
  { segmentBy, ...settings }: SegmentSettings,
): readonly SegmentComparison[] {
  const segmentOf = segmentNames(dataset, segmentBy);
  const inSegment = (rows: Int32Array, segment: string) => rows.filter((row) => segmentOf[row] === segment);
  const whole = published.model.predictTable(dataset.table.take(test));
  const own = withOffsets(whole, names(segmentOf, test), pooled(dataset, train, published, segmentOf));
  for (const segment of new Set(names(segmentOf, test))) {
    if (segment === null) continue;
    const rows = inSegment(train, segment);
    if (!hasEnough(dataset, rows)) continue;
    const members = Array.from(test.keys()).filter((at) => segmentOf[test[at]!] === segment);
    const { model } = fit(dataset, learner, rows, settings);
    model
      .predictTable(dataset.table.take(inSegment(test, segment)))
      .forEach((probability, at) => (own[members[at]!] = probability));
  }
  const { seed, threshold } = settings;
  const measured = { seed, threshold, groups: pick(dataset.leads, test) };
  return compareSegments(pick(dataset.labels, test), whole, own, names(segmentOf, test), measured);
}

const names = (segmentOf: readonly (string | null)[], rows: Int32Array): (string | null)[] =>
  Array.from(rows, (row) => segmentOf[row]!);

/** Offsets learned where the model had not seen the row. */
function pooled({ labels }: Dataset, train: Int32Array, { outOfBag }: Fitted, segmentOf: readonly (string | null)[]) {
  const told = Array.from(train.keys()).filter((at) => !Number.isNaN(outOfBag[at]!));
  const rows = Int32Array.from(told, (at) => train[at]!);
  return segmentOffsets(
    pick(labels, rows),
    told.map((at) => outOfBag[at]!),
    names(segmentOf, rows),
  );
}

/** [rows] */
function segmentNames({ schema, table, labels }: Dataset, segmentBy: string): readonly (string | null)[] {
  const { features } = schema;
  const place = features.findIndex(
    ({ name, field, kind }) => kind === 'categorical' && (name === segmentBy || field === segmentBy),
  );
  if (place < 0) {
    const header = features.filter(({ kind }) => kind === 'categorical').map(({ name }) => name);
    throw new LeadFeaturesError({ code: 'column_absent', column: segmentBy, header });
  }
  const column = table.take(Int32Array.from(labels.keys())).columns[place]!;
  if (column.kind !== 'categorical') return Array.from(labels, () => null);
  return Array.from(column.codes, (code) => (code < 0 ? null : column.categories[code]!));
}
