import { fieldsToLeaveOut, leakageFindings, type LeakageFinding } from '@leadlight/evaluation';
import type { FeatureSpec, Instant } from '@leadlight/lead-features';
import { featuresNamed } from '../../administration/scoring-settings/named-features.ts';
import { takeRows, type Dataset } from '../examples/dataset.ts';

export interface LeakageRemoval {
  readonly dataset: Dataset;
  readonly findings: readonly LeakageFinding[];
  /** Whether features were removed. */
  readonly isReduced: boolean;
}

/**
 * Searches the training rows for leakage and removes the features that read a leaking field.
 * @param asOf the search ignores conversions and changes after this instant; Infinity = it knows everything
 */
export function removeLeakage(
  dataset: Dataset,
  train: Int32Array,
  allow: readonly string[],
  asOf: Instant,
): LeakageRemoval {
  const findings = leakageFindings({
    columns: dataset.rawColumns(train),
    labels: takeRows(dataset.labels, train),
    everConverted: reachedGoalBy(dataset, train, asOf),
    convertedToday: dataset.outcomeToday
      ? takeRows(dataset.outcomeToday, train)
      : reachedGoalBy(dataset, train, Infinity),
    createdAt: dataset.createdAt && takeRows(dataset.createdAt, train),
    groups: takeRows(dataset.leads, train),
    leftOut: dataset.leftOut,
    changes: dataset.changeCountsAsOf?.(asOf),
    allow: [
      ...allow,
      ...allow.flatMap((name) => featuresNamed(dataset.schema.features, name).map((spec) => spec.name)),
    ],
  });
  const leaking = new Set(fieldsToLeaveOut(findings));
  const { features } = dataset.schema;
  const kept = features.flatMap((spec, feature) =>
    inputsRead(spec).some((field) => leaking.has(field)) ? [] : [feature],
  );
  if (kept.length === features.length) return { dataset, findings, isReduced: false };
  const schema = { ...dataset.schema, features: kept.map((feature) => features[feature]!) };
  return { dataset: { ...dataset, schema, table: dataset.table.withFeatures(kept) }, findings, isReduced: true };
}

/** [train] */
function reachedGoalBy({ goalReachedAt }: Dataset, train: Int32Array, at: Instant): Uint8Array | undefined {
  return goalReachedAt && Uint8Array.from(train, (row) => Number(goalReachedAt[row]! <= at));
}

/** A feature's name and the fields that it reads. */
function inputsRead({ name, field, source }: FeatureSpec): readonly string[] {
  return source.type === 'catalogue' ? [name, ...source.inputs] : [name, field];
}
