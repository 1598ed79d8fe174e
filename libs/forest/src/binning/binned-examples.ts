import { POISSON_WORDS } from '../core/random.ts';
import type { Engine, Layout, Workspace } from '../engine/engine.ts';
import { ForestError } from '../errors.ts';
import type { Column, Examples } from '../table.ts';
import { createConstraintTables } from '../training/constraints.ts';
import type { ForestSettings } from '../training/forest-settings.ts';
import { createSampling, poissonThresholds } from '../training/sampling.ts';
import { type CategoryOrder, type CategoryTargets, orderCategories, orderedTargetStatistics } from './category-bins.ts';
import { binCount, type FeatureBins, findBinEdges } from './feature-bins.ts';

/** What a thread must know to grow trees of a forest; plain data, so that it can be sent to a worker thread. */
export interface GrowthPlan {
  readonly rows: number;
  readonly features: number;
  readonly grouped: boolean;
  readonly weighted: boolean;
  readonly hasForbiddenPairs: boolean;
  readonly settings: ForestSettings;
}

/** Memory that all trees share. */
export function examplesLayout(plan: GrowthPlan) {
  const { rows, features } = plan;
  return {
    matrix: ['u8', rows * features],
    labels: ['u8', rows],
    binCounts: ['i32', features],
    monotonicSigns: ['i32', features],
    forbiddenPairs: ['u8', plan.hasForbiddenPairs ? features * features : 1],
    thresholds: ['i32', POISSON_WORDS],
    groups: ['i32', plan.grouped ? rows : 1],
    rates: ['f64', plan.weighted ? rows : 1],
  } as const satisfies Layout;
}

export type ExamplesWorkspace = Workspace<ReturnType<typeof examplesLayout>>;

export interface BinnedExamples {
  readonly plan: GrowthPlan;
  readonly features: readonly FeatureBins[];
  /** [features] The order of each categorical feature's categories. */
  readonly orders: readonly (CategoryOrder | undefined)[];
  readonly workspace: ExamplesWorkspace;
}

/** Rows of which all columns are binned before the next rows, so that their part of the matrix stays in the cache. */
const ROWS_PER_BLOCK = 4_096;

interface BinnedColumn {
  readonly feature: FeatureBins;
  /** [rows] Bins to learn from, where they are not those of the rows' categories. */
  readonly rowBins?: Uint8Array;
  readonly order?: CategoryOrder;
}

function binColumnValues(
  column: Column,
  targets: CategoryTargets,
  maxBins: number,
  withTargetStatistics: boolean,
): BinnedColumn {
  const { name } = column;
  if (column.kind === 'numeric') {
    return { feature: { kind: 'numeric', name, edges: findBinEdges(column.values, maxBins) } };
  }
  const order = orderCategories(column, targets, maxBins);
  const feature: FeatureBins = { kind: 'categorical', name, categories: column.categories, bins: order.bins };
  return {
    feature,
    order,
    rowBins: withTargetStatistics ? orderedTargetStatistics(column, targets, order) : undefined,
  };
}

/** Writes the bins of rows from..to-1 of one column into the matrix. */
type FillColumn = (from: number, to: number) => void;

/** One function per column; numbers are binned by the core. */
function createColumnFillers(
  columns: readonly Column[],
  binned: readonly BinnedColumn[],
  workspace: ExamplesWorkspace,
): readonly FillColumn[] {
  const width = columns.length;
  const { matrix } = workspace.view;
  const input = workspace.extend({ values: ['f64', ROWS_PER_BLOCK], edges: ['f64', 256 * width] } as const);
  return columns.map((column, f): FillColumn => {
    const { feature, rowBins } = binned[f];
    if (rowBins) {
      return (from, to) => {
        for (let row = from; row < to; row++) matrix[row * width + f] = rowBins[row];
      };
    }
    if (column.kind === 'categorical' && feature.kind === 'categorical') {
      const { codes } = column;
      return (from, to) => {
        for (let row = from; row < to; row++) matrix[row * width + f] = codes[row] < 0 ? 0 : feature.bins[codes[row]];
      };
    }
    if (column.kind !== 'numeric' || feature.kind !== 'numeric')
      throw new TypeError('A feature has its column’s kind.');
    const first = 256 * f;
    input.view.edges.set(feature.edges, first);
    const { values, edges } = input.ref;
    const { length } = feature.edges;
    return (from, to) => {
      input.view.values.set(column.values.subarray(from, to));
      const at = from * width + f;
      const matrixRef = workspace.ref.matrix;
      const infinite = workspace.core.binNumbers(values, to - from, edges, first, length, matrixRef, at, width);
      if (infinite >= 0) throw new ForestError('infinite_value', { column: column.name, row: from + infinite });
    };
  });
}

export interface CategoryBinningOptions {
  /** Bins each row by its category alone, for learners that use no order among bins. */
  readonly withoutTargetStatistics?: boolean;
  /** [rows] 1 = the row's label may influence the order of categories; absent = all may. */
  readonly countedRows?: Uint8Array;
}

/**
 * Bins the columns into the engine's memory, row by row. Rows of small categories get bins by ordered target statistics.
 * @param examples checked before
 */
export function binExamples(
  examples: Examples,
  settings: ForestSettings,
  engine: Engine,
  { withoutTargetStatistics = false, countedRows }: CategoryBinningOptions = {},
): BinnedExamples {
  const { rows, columns, labels } = examples;
  const { groups, rates } = createSampling(examples, settings.positiveWeight);
  const { monotonicSigns, forbiddenPairs, hasForbiddenPairs } = createConstraintTables(columns, settings);
  const plan: GrowthPlan = {
    rows,
    features: columns.length,
    grouped: groups !== undefined,
    weighted: rates !== undefined,
    hasForbiddenPairs,
    settings,
  };
  const workspace = engine.allocate(examplesLayout(plan));
  const { view } = workspace;
  const targets: CategoryTargets = { labels, groups: examples.groups, countedRows };
  const binned = columns.map((column) => binColumnValues(column, targets, settings.maxBins, !withoutTargetStatistics));
  const features = binned.map(({ feature }) => feature);
  const fillers = createColumnFillers(columns, binned, workspace);
  for (let from = 0; from < rows; from += ROWS_PER_BLOCK) {
    for (const fill of fillers) fill(from, Math.min(rows, from + ROWS_PER_BLOCK));
  }
  view.binCounts.set(features.map(binCount));
  view.labels.set(labels);
  view.thresholds.set(poissonThresholds());
  view.monotonicSigns.set(monotonicSigns);
  view.forbiddenPairs.set(forbiddenPairs);
  if (groups) view.groups.set(groups);
  if (rates) view.rates.set(rates);
  return { plan, features, orders: binned.map(({ order }) => order), workspace };
}
