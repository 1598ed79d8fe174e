import { featureSchemaFor, type FeatureSpec, type LeadField } from '@leadlight/lead-features';

/** Every feature that the org's fields could become if the past of each field were known. */
export const possibleFeatures = (fields: readonly LeadField[]): readonly FeatureSpec[] =>
  featureSchemaFor(fields, { include: fields.map(({ name }) => name) }).schema.features;

/** The names of a feature: its own, and that of the field a rep knows. */
export const namesOf = ({ name, field }: FeatureSpec): readonly string[] => [name, field];

/** The lead fields that a feature reads. */
export const inputsOf = ({ source, field }: FeatureSpec): readonly string[] =>
  source.type === 'catalogue' ? source.inputs : [field];

/** The features with this name: one by its own name, or all that belong to the field of that name. */
export const featuresNamed = (features: readonly FeatureSpec[], name: string): readonly FeatureSpec[] =>
  features.filter((feature) => namesOf(feature).includes(name));
