import {
  fieldFeature,
  findExclusion,
  leftOutReasons,
  namesPeople,
  unusedTypeReason,
  withHistorySince,
  type ChildMeasure,
  type FeatureSpec,
  type LeadField,
  type LeftOutField,
  type LeftOutReason,
  type SchemaChoice,
  type SchemaOptions,
  type Unit,
} from '@leadlight/lead-features';
import type { ChildRelation, PropensityDefinition } from './definition.ts';
import { findForbiddenSubjectReason } from './forbidden-subject-fields.ts';

interface MeasureText {
  readonly name: string;
  readonly label: string;
  readonly unit: Unit;
  readonly measure: ChildMeasure;
  readonly withinDays?: number;
}

const countMeasures: readonly MeasureText[] = [
  { name: 'count', label: 'number', unit: 'count', measure: 'count' },
  { name: 'count_90d', label: 'number in 90 days', unit: 'count', measure: 'count', withinDays: 90 },
  { name: 'count_365d', label: 'number in 365 days', unit: 'count', measure: 'count', withinDays: 365 },
  { name: 'days_since_last', label: 'days since the latest', unit: 'days', measure: 'daysSinceLast' },
  { name: 'days_since_first', label: 'days since the first', unit: 'days', measure: 'daysSinceFirst' },
  { name: 'mean_gap_days', label: 'mean days between two', unit: 'days', measure: 'meanGapDays' },
  {
    name: 'gap_ratio',
    label: 'time since the latest, as a multiple of the mean gap',
    unit: 'none',
    measure: 'gapRatio',
  },
];

const amountMeasures: readonly MeasureText[] = [
  { name: 'sum', label: 'total', unit: 'currency', measure: 'sum' },
  { name: 'sum_365d', label: 'total in 365 days', unit: 'currency', measure: 'sum', withinDays: 365 },
  { name: 'mean', label: 'mean', unit: 'currency', measure: 'mean' },
  { name: 'last', label: 'latest', unit: 'currency', measure: 'last' },
];

const ageFeature: FeatureSpec = {
  name: 'record_age_days',
  kind: 'numeric',
  unit: 'days',
  field: 'CreatedDate',
  labelKey: 'Feature_RecordAgeDays',
  label: 'Days since the record was created',
  source: { type: 'age' },
};

/**
 * The features that a definition and the fields of its object allow: the age of the record, what its child records amount
 * to, and its fields as far as their past is known. Every field is read by a feature or listed in `leftOut`.
 */
export function subjectSchemaFor(
  { object, relations }: Pick<PropensityDefinition, 'object' | 'relations'>,
  described: readonly LeadField[],
  options: SchemaOptions = {},
): SchemaChoice {
  const leftOut: LeftOutField[] = [];
  const own = withHistorySince(described, options.historySince).flatMap((field) => {
    const reason = findExclusion(field, options, findForbiddenSubjectReason(object, field.name));
    const spec = reason === undefined ? fieldFeature(field, options.include) : undefined;
    if (!spec) leftOut.push({ field: field.name, reason: reason ?? unusedReason(field) });
    return spec ?? [];
  });
  own.sort((a, b) => (a.name < b.name ? -1 : 1));
  const features = [ageFeature, ...relations.flatMap(relationFeatures), ...own].filter(({ name }) => {
    if (!options.exclude?.includes(name)) return true;
    leftOut.push({ field: name, reason: leftOutReasons.excludedBySettings });
    return false;
  });
  return { schema: { version: 1, object, features }, leftOut };
}

const relationFeatures = ({ name, label, amountField }: ChildRelation): readonly FeatureSpec[] => [
  ...countMeasures.map((text) => childFeature({ name, label }, text)),
  ...(amountField === undefined
    ? []
    : amountMeasures.map((text) => childFeature({ name, label: `${label}, ${amountField}` }, text, amountField))),
];

const childFeature = (
  relation: { readonly name: string; readonly label: string },
  { name, label, unit, measure, withinDays }: MeasureText,
  field?: string,
): FeatureSpec => ({
  name: `${relation.name}_${name}`,
  kind: 'numeric',
  unit,
  field: relation.name,
  labelKey: `Feature_${relation.name}_${name}`,
  label: `${relation.label}: ${label}`,
  source: {
    type: 'children',
    relation: relation.name,
    measure,
    ...(field !== undefined && { field }),
    ...(withinDays !== undefined && { withinDays }),
  },
});

const unusedReason = (field: LeadField): LeftOutReason =>
  namesPeople(field) ? leftOutReasons.namesPeople : unusedTypeReason(field.type);
