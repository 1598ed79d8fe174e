import { ownText } from 'c/featureLabels';
import { fill } from 'c/scoreFormat';
import { measureLabels, readyMadeNames, recordAge, relationLabels } from './labels';

/** Records that belong to the scored one. */
export interface RelationName {
  readonly name: string;
  readonly label: string;
}

/** The name of a propensity: a translation of the ready-made ones, unless somebody has renamed it. */
export function propensityName(id: string, label: string): string {
  const [, english, translation] = readyMadeNames.find(([known]) => known === id) ?? [];
  return label === english || label === id ? (translation ?? label) : label;
}

/** The name of a relation: a translation of the ready-made ones, or what the definition calls it. */
export const relationName = (label: string): string => ownText(relationLabels, label) ?? label;

/** The name of a feature of a record: what related records amount to, its age, or a field as the org called it at the training. */
export function recordFeatureName(
  { feature, field, label }: { readonly feature: string; readonly field: string; readonly label: string },
  relations: readonly RelationName[],
): string {
  if (feature === 'record_age_days') return recordAge;
  const relation = relations.find(({ name }) => name === field && feature.startsWith(`${name}_`));
  const measure = relation && ownText(measureLabels, feature.slice(relation.name.length + 1));
  return relation && measure ? fill(measure, relationName(relation.label)) : label;
}

/** The name of a feature in a report, which names no relations: the label of the feature begins with that of its relation. */
export function reportFeatureName({
  name,
  field,
  label,
}: {
  readonly name: string;
  readonly field: string;
  readonly label: string;
}): string {
  const relationLabel = label.includes(': ') ? label.slice(0, label.indexOf(': ')).split(',')[0]! : label;
  return recordFeatureName({ feature: name, field, label }, [{ name: field, label: relationLabel }]);
}
