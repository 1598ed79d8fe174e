import type { Warning } from '@leadlight/contract';
import type { TreeModel } from '@leadlight/forest';
import type { FeatureSchema, FeatureSpec, FeatureValue, LeadHistory } from '@leadlight/lead-features';

/** Each warning once a field, in row order. */
export function warningsOf(
  model: TreeModel,
  schema: FeatureSchema,
  { fields }: LeadHistory,
  row: readonly FeatureValue[],
): readonly Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: Warning['code'], field: string) => {
    if (!warnings.some((known) => known.code === code && known.field === field)) warnings.push({ code, field });
  };
  checksOf(schema).forEach(({ field, isCategory, inputs }, feature) => {
    const value = row[feature];
    if (isCategory && typeof value === 'string' && model.isUnseen(feature, value)) warn('unseen_category', field);
    if (inputs.length > 0 && isUnknown(inputs, fields)) warn('missing_field', field);
  });
  return warnings;
}

/** True where nobody told any of the fields: neither the sync nor the request. Empty is told. */
function isUnknown(inputs: readonly string[], fields: LeadHistory['fields']): boolean {
  for (const input of inputs) if (Object.hasOwn(fields, input)) return false;
  return true;
}

interface FeatureCheck {
  readonly field: string;
  readonly isCategory: boolean;
  /** The lead fields that the feature reads. */
  readonly inputs: readonly string[];
}

const checks = new WeakMap<FeatureSchema, readonly FeatureCheck[]>();

/** What there is to check of each feature, worked out once a schema. */
function checksOf(schema: FeatureSchema): readonly FeatureCheck[] {
  let known = checks.get(schema);
  if (!known) {
    known = schema.features.map((spec) => ({
      field: spec.field,
      isCategory: spec.kind === 'categorical',
      inputs: inputsOf(spec),
    }));
    checks.set(schema, known);
  }
  return known;
}

function inputsOf({ source }: FeatureSpec): readonly string[] {
  if (source.type === 'catalogue') return source.inputs;
  return [source.type === 'field' ? source.field : source.column];
}
