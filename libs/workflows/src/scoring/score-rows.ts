import type { Explanation, TreeModel } from '@leadlight/forest';
import type { FeatureSchema, FeatureValue } from '@leadlight/lead-features';
import { explainScore, type ExplainedScore, type ScoreSettings } from '@leadlight/lead-score';
import { modelForRow } from '../training/segments/segmented-model.ts';

export type Row = readonly FeatureValue[];

/**
 * Scores rows, wherever they come from: snapshots of leads or lines of a CSV.
 * @param settings with `maxReasons` 0 nothing is explained, which is much faster
 */
export function scoreRows(
  model: TreeModel,
  schema: FeatureSchema,
  rows: readonly Row[],
  settings: ScoreSettings,
): ExplainedScore[] {
  const scores: ExplainedScore[] = [];
  // Each part of a model answers for its rows together, which costs less than one by one.
  for (const [part, places] of Map.groupBy(rows.keys(), (place) => modelForRow(model, rows[place]!))) {
    const own = places.length === rows.length ? rows : places.map((place) => rows[place]!);
    const scored = settings.maxReasons > 0 ? explained(part, schema, own, settings) : unexplained(part, own, settings);
    places.forEach((place, i) => (scores[place] = scored[i]!));
  }
  return scores;
}

export const scoreRow = (model: TreeModel, schema: FeatureSchema, row: Row, settings: ScoreSettings): ExplainedScore =>
  scoreRows(model, schema, [row], settings)[0]!;

function explained(
  model: TreeModel,
  schema: FeatureSchema,
  rows: readonly Row[],
  settings: ScoreSettings,
): ExplainedScore[] {
  const { reference } = model;
  const calibrate = (raw: number) => model.calibrate(raw);
  return explanationsOf(model, rows).map((explanation, i) =>
    explainScore(schema, rows[i]!, { ...explanation, calibrate, reference }, settings),
  );
}

const explanationsOf = (model: TreeModel, rows: readonly Row[]): readonly Explanation[] =>
  model.explainRows?.(rows) ?? rows.map((row) => model.explain(row));

const probabilitiesOf = (model: TreeModel, rows: readonly Row[]): ArrayLike<number> =>
  model.predictRows?.(rows) ?? rows.map((row) => model.predict(row));

/** No features: nothing is told by field where no reasons are named. */
const EMPTY_SCHEMA: FeatureSchema = { version: 1, features: [] };

/** In probabilities instead of raw values: calibration is behind them, so there is nothing left to calibrate. */
function unexplained(model: TreeModel, rows: readonly Row[], settings: ScoreSettings): ExplainedScore[] {
  const base = baseOf(model, rows[0]!);
  const { reference } = model;
  return Array.from(probabilitiesOf(model, rows), (raw) =>
    explainScore(EMPTY_SCHEMA, [], { base, raw, contributions: [], calibrate, reference }, settings),
  );
}

const calibrate = (probability: number): number => probability;

const bases = new WeakMap<TreeModel, number>();

/** The same for every row, so it is asked of a model once. */
function baseOf(model: TreeModel, anyRow: Row): number {
  let base = bases.get(model);
  if (base === undefined) bases.set(model, (base = model.calibrate(model.explain(anyRow).base)));
  return base;
}
