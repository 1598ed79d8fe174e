import type { Warning } from '@leadlight/contract';
import type { TreeModel } from '@leadlight/forest';
import { movesScore, type FieldLoss } from '../field-health/field-loss.ts';
import type { FeatureSchema, FeatureSpec, FeatureValue, LeadHistory } from '@leadlight/lead-features';

/** Each warning once for a field, in row order. */
export function warningsOf(
  { model, schema, losses = [] }: WarningContext,
  { fields }: LeadHistory,
  row: readonly FeatureValue[],
): readonly Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: Warning['code'], field: string, inputs: readonly string[]) => {
    if (warnings.some((warning) => warning.code === code && warning.field === field)) return;
    const cause = losses.find((loss) => inputs.includes(loss.field))?.message;
    warnings.push({ code, field, ...(cause && { cause }) });
  };
  checksOf(schema).forEach(({ field, isCategory, inputs }, feature) => {
    const value = row[feature];
    if (isCategory && typeof value === 'string' && model.isUnseen(feature, value))
      warn('unseen_category', field, inputs);
    // An empty field is known to be empty; a missing one came neither with the sync nor with the request.
    if (inputs.length > 0 && !inputs.some((input) => Object.hasOwn(fields, input)))
      warn('missing_field', field, inputs);
  });
  // A feature of several fields is computed from the others; its value is not the one that the model learned.
  for (const loss of losses) {
    const isNamed = warnings.some(({ cause }) => cause === loss.message);
    if (!isNamed && movesScore(loss, { fields })) {
      warnings.push({ code: 'missing_field', field: loss.field, cause: loss.message });
    }
  }
  return warnings;
}

export interface WarningContext {
  readonly model: TreeModel;
  readonly schema: FeatureSchema;
  /** Lost fields that the model reads. */
  readonly losses?: readonly FieldLoss[];
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
  if (source.type === 'children' || source.type === 'age') return [];
  return [source.type === 'field' ? source.field : source.column];
}
