import { LeadFeaturesError } from '@leadlight/lead-features';
import type { Learnable } from '../assessment/fit.ts';
import { featuresNamed } from '../../administration/scoring-settings/named-features.ts';

/** The categorical feature with this name or field. @throws LeadFeaturesError `column_absent` */
export function segmentFeature({ schema }: Pick<Learnable, 'schema'>, name: string): string {
  const feature = featuresNamed(schema.features, name).find(({ kind }) => kind === 'categorical');
  if (feature) return feature.name;
  const header = schema.features.filter(({ kind }) => kind === 'categorical').map((spec) => spec.name);
  throw new LeadFeaturesError('column_absent', { column: name, header });
}

/** Whether the dataset has this categorical feature: it may have been removed because it leaks. */
export const hasSegmentFeature = (dataset: Pick<Learnable, 'schema'>, name: string): boolean =>
  featuresNamed(dataset.schema.features, name).some(({ kind }) => kind === 'categorical');

/** [rows] The segment of each row of the dataset; null = none. */
export function segmentNames(
  dataset: Pick<Learnable, 'schema' | 'table' | 'labels'>,
  by: string,
): readonly (string | null)[] {
  const { schema, table, labels } = dataset;
  const name = segmentFeature(dataset, by);
  const index = schema.features.findIndex((feature) => feature.name === name);
  return table
    .valuesOf(index, Int32Array.from(labels.keys()))
    .map((value) => (typeof value === 'string' ? value : null));
}
