import { featureSchemaFor, type FeatureSpec, type LeadField } from '@leadlight/lead-features';

/** Every feature that the org's fields could give if the past of all of them were known. */
export const possibleFeatures = (fields: readonly LeadField[]): readonly FeatureSpec[] =>
  featureSchemaFor(fields, { include: fields.map(({ name }) => name) }).schema.features;

/** What a feature is called by: its name and the field a rep knows. */
export const namesOf = ({ name, field }: FeatureSpec): readonly string[] => [name, field];

/** The lead fields that a feature reads. */
export const inputsOf = ({ source, field }: FeatureSpec): readonly string[] =>
  source.type === 'catalogue' ? source.inputs : [field];

/** The features that a name in the settings means: one by its own name, or all that reps know as a field of that name. */
export const featuresNamed = (features: readonly FeatureSpec[], name: string): readonly FeatureSpec[] =>
  features.filter((feature) => namesOf(feature).includes(name));
