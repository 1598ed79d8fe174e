import { hash } from 'node:crypto';
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
import { partFor } from '../segments/segmented-model.ts';

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
    inputHash: hash('sha256', inputText(schema, row)),
  };
}

/** Scores a row, wherever it comes from: a snapshot of a lead or a line of a CSV. */
export function scoreRow(
  model: TreeModel,
  schema: FeatureSchema,
  row: readonly FeatureValue[],
  settings: ScoreSettings,
): LeadScore {
  const part = partFor(model, row);
  return settings.maxReasons > 0
    ? scoreOf(schema, row, explained(part, row), settings)
    : scoreOf(NOTHING, [], unexplained(part, row), settings);
}

const explained = (model: TreeModel, row: readonly FeatureValue[]): ModelAnswer => ({
  ...model.explain(row),
  calibrate: (raw) => model.calibrate(raw),
  reference: model.reference,
});

/** No features: nothing is told by field where no reasons are named. */
const NOTHING: FeatureSchema = { version: 1, features: [] };

/** The base is the same for every row, so it is asked of a model once. */
const bases = new WeakMap<TreeModel, number>();

/** In probabilities instead of raw values: calibration is behind it, so there is nothing left to calibrate. */
function unexplained(model: TreeModel, row: readonly FeatureValue[]): ModelAnswer {
  let base = bases.get(model);
  if (base === undefined) bases.set(model, (base = model.calibrate(model.explain(row).base)));
  return {
    base,
    raw: model.predict(row),
    contributions: [],
    calibrate: (probability) => probability,
    reference: model.reference,
  };
}

/** Each warning once a field, in row order. */
function warningsOf(
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
