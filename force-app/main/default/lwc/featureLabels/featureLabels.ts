import { catalogueClasses, formatFeatureValue, type FormattableValue, type Unit } from 'c/leadFeatures';
import { NO_ORG_FIELDS, type OrgFields } from 'c/orgFields';
import { LOCALE, valueLabels } from 'c/scoreFormat';
import { classLabels, featureLabels } from './labels';

/** A feature with its labels, as in reasons, what-if changes and past scores. */
export interface LabelledFeature {
  readonly feature: string;
  readonly field: string;
  readonly labelKey: string;
  /** The English label of the service. */
  readonly label: string;
  readonly unit: Unit;
}

/** The text of a name that may also be that of a member that every object inherits, such as `constructor`. */
export function ownText(texts: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}

/** The name of a feature: our translation for the catalogue, the org's label for its own fields, else the service's. */
export const featureLabel = (
  { labelKey, label, field }: Pick<LabelledFeature, 'labelKey' | 'label'> & Partial<Pick<LabelledFeature, 'field'>>,
  org: OrgFields = NO_ORG_FIELDS,
): string => ownText(featureLabels, labelKey) ?? ownText(org.labels, field ?? '') ?? label;

/** A value in the user's language and format: classes of the catalogue by label, field values as the org displays them. */
export function featureValue(
  { feature, field, unit }: Pick<LabelledFeature, 'feature' | 'field' | 'unit'>,
  value: FormattableValue,
  org: OrgFields = NO_ORG_FIELDS,
): string {
  const classes = Object.hasOwn(catalogueClasses, feature) ? catalogueClasses[feature] : undefined;
  if (typeof value === 'string' && classes?.includes(value)) return classLabels[value] ?? value;
  return org.displayValue(field, value) ?? formatFeatureValue(value, unit, LOCALE, valueLabels);
}
