import { fieldsToLeaveOut, leakageFindings, type LeakageFinding } from '@leadlight/evaluation';
import type { FeatureSpec } from '@leadlight/lead-features';
import { featuresNamed } from '../scoring-settings/known-features.ts';
import { pick, type Dataset } from './dataset.ts';

export interface WithoutLeaks {
  readonly dataset: Dataset;
  readonly findings: readonly LeakageFinding[];
  /** True where features were taken away, so that it is worth telling what they would have shown. */
  readonly isReduced: boolean;
}

/** Searches the rows that are learned from for leaks, and takes away the features that read a leaking field. */
export function withoutLeaks(dataset: Dataset, train: Int32Array, allow: readonly string[]): WithoutLeaks {
  const findings = leakageFindings({
    columns: dataset.rawColumns(train),
    labels: pick(dataset.labels, train),
    everConverted: dataset.everConverted && pick(dataset.everConverted, train),
    createdAt: dataset.createdAt && pick(dataset.createdAt, train),
    groups: pick(dataset.leads, train),
    leftOut: dataset.leftOut,
    changes: dataset.changes,
    allow: [
      ...allow,
      ...allow.flatMap((name) => featuresNamed(dataset.schema.features, name).map((spec) => spec.name)),
    ],
  });
  const banned = new Set(fieldsToLeaveOut(findings));
  const { features } = dataset.schema;
  const kept = features.flatMap((spec, feature) => (reads(spec).some((field) => banned.has(field)) ? [] : [feature]));
  if (kept.length === features.length) return { dataset, findings, isReduced: false };
  const schema = { ...dataset.schema, features: kept.map((feature) => features[feature]!) };
  return { dataset: { ...dataset, schema, table: dataset.table.withFeatures(kept) }, findings, isReduced: true };
}

/** What a feature is called by, and what it reads. */
function reads({ name, field, source }: FeatureSpec): readonly string[] {
  return source.type === 'catalogue' ? [name, ...source.inputs] : [name, field];
}
