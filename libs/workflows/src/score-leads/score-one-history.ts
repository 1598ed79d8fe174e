import { createHash } from 'node:crypto';
import type { Warning } from '@leadlight/contract';
import type { TreeModel } from '@leadlight/forest';
import {
  inputText,
  rowOf,
  snapshotAt,
  type FeatureSchema,
  type FeatureSpec,
  type FeatureValue,
  type Instant,
  type LeadHistory,
} from '@leadlight/lead-features';
import { scoreOf, type LeadScore, type ModelAnswer, type ScoreSettings } from '@leadlight/lead-score';

/** One lead’s score and what a reader of it should know. */
export interface ScoredHistory {
  readonly score: LeadScore;
  readonly warnings: readonly Warning[];
  /** SHA-256 of the row: equal inputs, equal hash. */
  readonly inputHash: string;
}

/**
 * Scores what was known of a lead at `asOf`. The one way from a history to a score, for the API and for batches.
 * @param settings with `maxReasons` 0 nothing is explained, which is much faster
 * @throws LeadFeaturesError `unknown_feature` where the model reads a feature this version does not know
 */
export function scoreOneHistory(
  model: TreeModel,
  schema: FeatureSchema,
  history: LeadHistory,
  asOf: Instant,
  settings: ScoreSettings,
): ScoredHistory {
  const row = rowOf(schema, snapshotAt(history, asOf));
  return {
    score: scoreRow(model, schema, row, settings),
    warnings: warningsOf(model, schema, history, row),
    inputHash: createHash('sha256').update(inputText(schema, row)).digest('hex'),
  };
}

/** Scores a row, wherever it comes from: a snapshot of a lead or a line of a CSV. */
export function scoreRow(
  model: TreeModel,
  schema: FeatureSchema,
  row: readonly FeatureValue[],
  settings: ScoreSettings,
): LeadScore {
  const answer = settings.maxReasons > 0 ? explained(model, row) : unexplained(model, row);
  return scoreOf(schema, row, answer, settings);
}

const explained = (model: TreeModel, row: readonly FeatureValue[]): ModelAnswer => ({
  ...model.explain(row),
  calibrate: (raw) => model.calibrate(raw),
  reference: model.reference,
});

/** The base is the same for every row, so it is asked of a model once. */
const bases = new WeakMap<TreeModel, number>();

/** In probabilities instead of raw values: calibration is behind it, so there is nothing left to calibrate. */
function unexplained(model: TreeModel, row: readonly FeatureValue[]): ModelAnswer {
  let base = bases.get(model);
  if (base === undefined) bases.set(model, (base = model.calibrate(model.explain(row).base)));
  const contributions = new Float64Array(row.length);
  return {
    base,
    raw: model.predict(row),
    contributions,
    calibrate: (probability) => probability,
    reference: model.reference,
  };
}

/** Each warning once a field, in row order. */
function warningsOf(
  model: TreeModel,
  schema: FeatureSchema,
  history: LeadHistory,
  row: readonly FeatureValue[],
): readonly Warning[] {
  const warnings = new Map<string, Warning>();
  schema.features.forEach((spec, feature) => {
    const value = row[feature];
    if (spec.kind === 'categorical' && typeof value === 'string' && model.isUnseen(feature, value)) {
      warnings.set(`unseen ${spec.field}`, { code: 'unseen_category', field: spec.field });
    }
    if (isUnknown(spec, history)) warnings.set(`missing ${spec.field}`, { code: 'missing_field', field: spec.field });
  });
  return [...warnings.values()];
}

/** True where nobody told any field that the feature reads: neither the sync nor the request. Empty is told. */
function isUnknown({ source }: FeatureSpec, { fields }: LeadHistory): boolean {
  const inputs = source.type === 'catalogue' ? source.inputs : [source.type === 'field' ? source.field : source.column];
  return inputs.length > 0 && inputs.every((input) => !Object.hasOwn(fields, input));
}
