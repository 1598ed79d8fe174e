import { type FeatureBins } from '../../binning/feature-bins.ts';
import { createConstraintTables } from '../constraints.ts';
import type { Engine, Layout, Workspace } from '../../engine/engine.ts';
import { javascriptEngine } from '../../engine/javascript.ts';
import { binExamples } from '../../binning/binned-examples.ts';
import { completeForestSettings } from '../forest-settings.ts';
import type { Examples } from '../../table.ts';
import type { BoostingSettings } from './boosting-settings.ts';

function boostingLayout(rows: number, features: number, pairsEach: number, maxDepth: number, wide: BoostingOptions) {
  const nodes = 2 ** (maxDepth + 1) - 1;
  return {
    matrix: ['u8', (rows + 3) * features],
    labels: ['u8', rows],
    inside: ['u8', rows],
    groups: ['i32', wide.grouped ? rows : 1],
    weights: ['f64', wide.weighted ? rows : 1],
    margins: ['f64', rows + 3],
    pairs: ['f64', 2 * rows],
    binCounts: ['i32', features],
    offsets: ['i32', features],
    list: ['i32', rows + 1],
    spare: ['i32', rows + 1],
    histograms: ['f64', 2 * pairsEach * (maxDepth + 2)],
    free: ['i32', maxDepth + 2],
    permutation: ['i32', features],
    stack: ['i32', 5 * (maxDepth + 6)],
    numbers: ['f64', 4 * (maxDepth + 6)],
    random: ['i32', 1],
    signs: ['i32', features],
    apart: ['u8', wide.hasInteractionConstraints ? features * features : 1],
    parent: ['i32', nodes],
    split: ['i32', nodes],
    left: ['i32', nodes],
    value: ['f32', nodes],
    cover: ['f32', nodes],
  } as const satisfies Layout;
}

interface BoostingOptions {
  readonly grouped: boolean;
  readonly weighted: boolean;
  readonly hasInteractionConstraints: boolean;
}

/** Examples laid out for boosting in an engine's memory. */
export interface BoostingExamples extends BoostingOptions {
  readonly rows: number;
  readonly features: readonly FeatureBins[];
  /** Pairs in one histogram. */
  readonly histogramSize: number;
  readonly workspace: Workspace<ReturnType<typeof boostingLayout>>;
}

/** [rows] Weights of mean 1 with the factor for converted examples in; undefined where all are 1. */
function normalisedWeights({ rows, labels, weights }: Examples, positiveWeight: number): Float64Array | undefined {
  if (!weights && positiveWeight === 1) return undefined;
  const raw = Float64Array.from(
    { length: rows },
    (_, row) => (weights?.[row] ?? 1) * (labels[row] ? positiveWeight : 1),
  );
  const mean = raw.reduce((sum, weight) => sum + weight, 0) / rows;
  return raw.map((weight) => weight / mean);
}

/** Bins the examples, row after row. @param examples checked before */
export function allocateBoostingExamples(
  examples: Examples,
  settings: BoostingSettings,
  engine: Engine,
): BoostingExamples {
  const { rows, columns, labels, groups } = examples;
  const forestSettings = completeForestSettings({ maxBins: settings.maxBins }, rows, columns.length);
  const binned = binExamples({ ...examples, weights: undefined }, forestSettings, javascriptEngine);
  const { matrix, binCounts } = binned.workspace.view;
  const weights = normalisedWeights(examples, settings.positiveWeight);
  const {
    monotonicSigns: signs,
    forbiddenPairs: apart,
    hasInteractionConstraints,
  } = createConstraintTables(columns, settings);
  const wide = { grouped: groups !== undefined, weighted: weights !== undefined, hasInteractionConstraints };
  const pairsEach = binCounts.reduce((sum, count) => sum + count, 0);
  const space = engine.allocate(boostingLayout(rows, columns.length, pairsEach, settings.maxDepth, wide));
  const { view } = space;
  let offset = 0;
  for (let f = 0; f < columns.length; f++) {
    view.offsets[f] = offset;
    offset += binCounts[f];
  }
  view.matrix.set(matrix);
  view.binCounts.set(binCounts);
  view.labels.set(labels);
  view.signs.set(signs);
  view.apart.set(apart);
  if (groups) view.groups.set(binned.workspace.view.groups);
  if (weights) view.weights.set(weights);
  return { rows, features: binned.features, histogramSize: pairsEach, workspace: space, ...wide };
}
