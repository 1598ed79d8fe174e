import type { Explanation, TreeModel } from '@leadlight/forest';
import type { FeatureSchema, FeatureValue } from '@leadlight/lead-features';
import { explainScore, type ExplainedScore, type ScoreSettings } from '@leadlight/lead-score';
import { modelForRow } from '../training/segments/segmented-model.ts';

export type Row = readonly FeatureValue[];

/**
 * Scores rows, whether they come from snapshots of leads or from lines of a CSV file.
 * @param settings with `maxReasons` 0 nothing is explained, which is much faster
 */
export function scoreRows(
  model: TreeModel,
  schema: FeatureSchema,
  rows: readonly Row[],
  settings: ScoreSettings,
): ExplainedScore[] {
  const scores: ExplainedScore[] = [];
  // The rows of a segment are scored together, which is faster than one by one.
  for (const [part, indices] of Map.groupBy(rows.keys(), (index) => modelForRow(model, rows[index]!))) {
    const own = indices.length === rows.length ? rows : indices.map((index) => rows[index]!);
    const scored =
      settings.maxReasons > 0 ? scoreExplained(part, schema, own, settings) : scoreUnexplained(part, own, settings);
    indices.forEach((index, i) => (scores[index] = scored[i]!));
  }
  return scores;
}

export const scoreRow = (model: TreeModel, schema: FeatureSchema, row: Row, settings: ScoreSettings): ExplainedScore =>
  scoreRows(model, schema, [row], settings)[0]!;

function scoreExplained(
  model: TreeModel,
  schema: FeatureSchema,
  rows: readonly Row[],
  settings: ScoreSettings,
): ExplainedScore[] {
  const { reference } = model;
  const calibrate = (raw: number) => model.calibrate(raw);
  const explanations: readonly Explanation[] = model.explainRows?.(rows) ?? rows.map((row) => model.explain(row));
  return explanations.map((explanation, i) =>
    explainScore(schema, rows[i]!, { ...explanation, calibrate, reference }, settings),
  );
}

const EMPTY_SCHEMA: FeatureSchema = { version: 1, features: [] };
const identity = (probability: number): number => probability;

/** Works on probabilities instead of raw outputs: they are calibrated already. */
function scoreUnexplained(model: TreeModel, rows: readonly Row[], settings: ScoreSettings): ExplainedScore[] {
  const base = baseOf(model, rows[0]!);
  const { reference } = model;
  const probabilities: ArrayLike<number> = model.predictRows?.(rows) ?? rows.map((row) => model.predict(row));
  return Array.from(probabilities, (raw) =>
    explainScore(EMPTY_SCHEMA, [], { base, raw, contributions: [], calibrate: identity, reference }, settings),
  );
}

const bases = new WeakMap<TreeModel, number>();

/** The baseline is the same for every row, so it is computed once for a model. */
function baseOf(model: TreeModel, anyRow: Row): number {
  let base = bases.get(model);
  if (base === undefined) bases.set(model, (base = model.calibrate(model.explain(anyRow).base)));
  return base;
}
