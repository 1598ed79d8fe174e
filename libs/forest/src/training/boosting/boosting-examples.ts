import { binExamples, type BinnedExamples } from '../../binning/binned-examples.ts';
import { orderedTargetStatistics, usesTargetStatistics } from '../../binning/category-bins.ts';
import type { FeatureBins } from '../../binning/feature-bins.ts';
import type { Engine, Layout, Workspace } from '../../engine/engine.ts';
import { javascriptEngine } from '../../engine/javascript.ts';
import type { Examples } from '../../table.ts';
import { createConstraintTables } from '../constraints.ts';
import { completeForestSettings } from '../forest-settings.ts';
import type { BoostingSettings } from './boosting-settings.ts';

interface BoostingSize {
  readonly rows: number;
  /** Entries of one histogram: all bins of all features. */
  readonly histogramSize: number;
  readonly grouped: boolean;
  readonly weighted: boolean;
  readonly hasForbiddenPairs: boolean;
}

function boostingLayout(size: BoostingSize, features: number, maxDepth: number) {
  const { rows, histogramSize } = size;
  const nodes = 2 ** (maxDepth + 1) - 1;
  return {
    matrix: ['u8', rows * features],
    labels: ['u8', rows],
    trainingRows: ['u8', rows],
    groups: ['i32', size.grouped ? rows : 1],
    weights: ['f64', size.weighted ? rows : 1],
    margins: ['f64', rows],
    gradients: ['f64', 2 * rows],
    binCounts: ['i32', features],
    offsets: ['i32', features],
    list: ['i32', rows + 4],
    rest: ['i32', rows + 4],
    heldOut: ['i32', rows + 4],
    spare: ['i32', rows + 1],
    histograms: ['f64', 2 * histogramSize * (maxDepth + 2)],
    free: ['i32', maxDepth + 2],
    permutation: ['i32', features],
    stack: ['i32', 5 * (maxDepth + 6)],
    numbers: ['f64', 4 * (maxDepth + 6)],
    random: ['i32', 1],
    monotonicSigns: ['i32', features],
    forbiddenPairs: ['u8', size.hasForbiddenPairs ? features * features : 1],
    parent: ['i32', nodes],
    split: ['i32', nodes],
    left: ['i32', nodes],
    value: ['f32', nodes],
    cover: ['f32', nodes],
  } as const satisfies Layout;
}

/** Binned examples in an engine's memory, with the memory that boosting needs. */
export interface BoostingExamples extends BoostingSize {
  readonly features: readonly FeatureBins[];
  readonly workspace: Workspace<ReturnType<typeof boostingLayout>>;
  /**
   * Bins the rows of small categories by ordered target statistics of the training rows; other rows by those of all
   * training rows, as new leads are binned.
   * @param count number of orders of the rows
   * @returns for each order, a function that writes its bins into the matrix
   */
  permuteCategories(count?: number): readonly (() => void)[];
}

/** Orders of the rows. Successive trees take their bins from different ones, so that the model does not depend on a single order. */
const PERMUTATIONS = 4;

/** [rows] Weights of mean 1 that include the factor for converted examples; undefined where all are 1. */
function normalisedWeights({ rows, labels, weights }: Examples, positiveWeight: number): Float64Array | undefined {
  if (!weights && positiveWeight === 1) return undefined;
  const raw = Float64Array.from(
    { length: rows },
    (_, row) => (weights?.[row] ?? 1) * (labels[row] ? positiveWeight : 1),
  );
  const mean = raw.reduce((sum, weight) => sum + weight, 0) / rows;
  return raw.map((weight) => weight / mean);
}

/** @param examples checked before */
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
  const { monotonicSigns, forbiddenPairs, hasForbiddenPairs } = createConstraintTables(columns, settings);
  const size: BoostingSize = {
    rows,
    histogramSize: binCounts.reduce((sum, count) => sum + count, 0),
    grouped: groups !== undefined,
    weighted: weights !== undefined,
    hasForbiddenPairs,
  };
  const workspace = engine.allocate(boostingLayout(size, columns.length, settings.maxDepth));
  const { view } = workspace;
  view.matrix.set(matrix);
  view.binCounts.set(binCounts);
  view.labels.set(labels);
  view.monotonicSigns.set(monotonicSigns);
  view.forbiddenPairs.set(forbiddenPairs);
  if (groups) view.groups.set(binned.workspace.view.groups);
  if (weights) view.weights.set(weights);
  const permuteCategories = (count = PERMUTATIONS) =>
    categoryPermutations(examples, binned, view.trainingRows, view.matrix, count);
  return { ...size, features: binned.features, workspace, permuteCategories };
}

function categoryPermutations(
  { columns, labels, groups }: Examples,
  { orders }: BinnedExamples,
  countedRows: Uint8Array,
  matrix: Uint8Array,
  count: number,
): readonly (() => void)[] {
  const width = columns.length;
  const small = columns.flatMap((column, f) => {
    const order = orders[f];
    return column.kind === 'categorical' && order && usesTargetStatistics(order) ? [{ column, f, order }] : [];
  });
  if (small.length === 0) return [() => undefined];
  return Array.from({ length: count }, (_, permutation) => {
    const bins = small.flatMap(({ column, f, order }) => {
      const rowBins = orderedTargetStatistics(column, { labels, groups, countedRows }, order, permutation);
      return rowBins ? [{ f, rowBins }] : [];
    });
    return () => {
      for (const { f, rowBins } of bins) {
        for (let row = 0; row < rowBins.length; row++) matrix[row * width + f] = rowBins[row];
      }
    };
  });
}
