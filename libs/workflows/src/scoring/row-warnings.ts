import type { Warning } from '@leadlight/contract';
import type { TreeModel } from '@leadlight/forest';
import type { FeatureSchema, FeatureSpec, FeatureValue, LeadHistory } from '@leadlight/lead-features';

/** Each warning once for a field, in row order. */
export function warningsOf(
  model: TreeModel,
  schema: FeatureSchema,
  { fields }: LeadHistory,
  row: readonly FeatureValue[],
): readonly Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: Warning['code'], field: string) => {
    if (!warnings.some((warning) => warning.code === code && warning.field === field)) warnings.push({ code, field });
  };
  checksOf(schema).forEach(({ field, isCategory, inputs }, feature) => {
    const value = row[feature];
    if (isCategory && typeof value === 'string' && model.isUnseen(feature, value)) warn('unseen_category', field);
    // An empty field is known to be empty; a missing one came neither with the sync nor with the request.
    if (inputs.length > 0 && !inputs.some((input) => Object.hasOwn(fields, input))) warn('missing_field', field);
  });
  return warnings;
}

interface FeatureCheck {
  readonly field: string;
  readonly isCategory: boolean;
  /** The lead fields that the feature reads. */
  readonly inputs: readonly string[];
}

const checksBySchema = new WeakMap<FeatureSchema, readonly FeatureCheck[]>();

/** What to check of each feature, computed once for a schema. */
function checksOf(schema: FeatureSchema): readonly FeatureCheck[] {
  let checks = checksBySchema.get(schema);
  if (!checks) {
    checks = schema.features.map((spec) => ({
      field: spec.field,
      isCategory: spec.kind === 'categorical',
      inputs: inputsOf(spec),
    }));
    checksBySchema.set(schema, checks);
  }
  return checks;
}

function inputsOf({ source }: FeatureSpec): readonly string[] {
  if (source.type === 'catalogue') return source.inputs;
  return [source.type === 'field' ? source.field : source.column];
}
