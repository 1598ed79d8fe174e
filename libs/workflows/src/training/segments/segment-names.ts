import { LeadFeaturesError } from '@leadlight/lead-features';
import type { Learnable } from '../assessment/fit.ts';
import { featuresNamed } from '../../administration/scoring-settings/named-features.ts';

/** The categorical feature that a name means. @throws LeadFeaturesError `column_absent` where none is called so */
export function segmentFeature({ schema }: Pick<Learnable, 'schema'>, name: string): string {
  const feature = featuresNamed(schema.features, name).find(({ kind }) => kind === 'categorical');
  if (feature) return feature.name;
  const header = schema.features.filter(({ kind }) => kind === 'categorical').map((spec) => spec.name);
  throw new LeadFeaturesError('column_absent', { column: name, header });
}

/** Whether a feature that all know of is among these too: what leaks is left out of what is learned from. */
export const hasSegmentFeature = (dataset: Pick<Learnable, 'schema'>, name: string): boolean =>
  featuresNamed(dataset.schema.features, name).some(({ kind }) => kind === 'categorical');

/** [rows] The segment of each row of the dataset; null = none. */
export function segmentNames(
  dataset: Pick<Learnable, 'schema' | 'table' | 'labels'>,
  by: string,
): readonly (string | null)[] {
  const { schema, table, labels } = dataset;
  const name = segmentFeature(dataset, by);
  const place = schema.features.findIndex((feature) => feature.name === name);
  return table
    .valuesOf(place, Int32Array.from(labels.keys()))
    .map((value) => (typeof value === 'string' ? value : null));
}
