import { fieldsToLeaveOut, leakageFindings, type LeakageFinding } from '@leadlight/evaluation';
import type { FeatureSpec, Instant } from '@leadlight/lead-features';
import { featuresNamed } from '../../administration/scoring-settings/named-features.ts';
import { takeRows, type Dataset } from '../examples/dataset.ts';

export interface LeakageRemoval {
  readonly dataset: Dataset;
  readonly findings: readonly LeakageFinding[];
  /** True where features were taken away, so that it is worth telling what they would have shown. */
  readonly isReduced: boolean;
}

/**
 * Searches the rows that are learned from for leaks, and takes away the features that read a leaking field.
 * @param knownBy the search knows no conversion and no change that came later; Infinity = all that is known today
 */
export function removeLeakage(
  dataset: Dataset,
  train: Int32Array,
  allow: readonly string[],
  knownBy: Instant,
): LeakageRemoval {
  const findings = leakageFindings({
    columns: dataset.rawColumns(train),
    labels: takeRows(dataset.labels, train),
    everConverted: reachedGoalBy(dataset, train, knownBy),
    convertedToday: reachedGoalBy(dataset, train, Infinity),
    createdAt: dataset.createdAt && takeRows(dataset.createdAt, train),
    groups: takeRows(dataset.leads, train),
    leftOut: dataset.leftOut,
    changes: dataset.changeCountsAsOf?.(knownBy),
    allow: [
      ...allow,
      ...allow.flatMap((name) => featuresNamed(dataset.schema.features, name).map((spec) => spec.name)),
    ],
  });
  const banned = new Set(fieldsToLeaveOut(findings));
  const { features } = dataset.schema;
  const kept = features.flatMap((spec, feature) =>
    inputsRead(spec).some((field) => banned.has(field)) ? [] : [feature],
  );
  if (kept.length === features.length) return { dataset, findings, isReduced: false };
  const schema = { ...dataset.schema, features: kept.map((feature) => features[feature]!) };
  return { dataset: { ...dataset, schema, table: dataset.table.withFeatures(kept) }, findings, isReduced: true };
}

/** [train] */
function reachedGoalBy(
  { goalReachedAt: convertedAt }: Dataset,
  train: Int32Array,
  at: Instant,
): Uint8Array | undefined {
  return convertedAt && Uint8Array.from(train, (row) => Number(convertedAt[row]! <= at));
}

/** What a feature is called by, and what it reads. */
function inputsRead({ name, field, source }: FeatureSpec): readonly string[] {
  return source.type === 'catalogue' ? [name, ...source.inputs] : [name, field];
}
