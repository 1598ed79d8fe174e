import { binCount, type FeatureBins, findBinEdges } from './feature-bins.ts';
import { orderCategories, orderedTargetStatistics, type CategoryTargets } from './category-bins.ts';
import { createConstraintTables } from '../training/constraints.ts';
import { STEP_WORDS } from '../core/random.ts';
import type { Engine, Layout, Workspace } from '../engine/engine.ts';
import { ForestError } from '../errors.ts';
import { poissonThresholds, createSampling } from '../training/sampling.ts';
import type { ForestSettings } from '../training/forest-settings.ts';
import type { Column, Examples } from '../table.ts';

/** All that a thread must know to take part in growing a forest; plain data, so that it can be sent. */
export interface GrowthPlan {
  readonly rows: number;
  readonly features: number;
  readonly grouped: boolean;
  readonly weighted: boolean;
  /** Some features may not meet. */
  readonly hasInteractionConstraints: boolean;
  readonly settings: ForestSettings;
}

/** What all trees share. */
export function examplesLayout({
  rows,
  features,
  grouped,
  weighted,
  hasInteractionConstraints: constrained,
}: GrowthPlan) {
  return {
    matrix: ['u8', rows * features],
    labels: ['u8', rows],
    binCounts: ['i32', features],
    signs: ['i32', features],
    apart: ['u8', constrained ? features * features : 1],
    steps: ['i32', STEP_WORDS],
    groups: ['i32', grouped ? rows : 1],
    rates: ['f64', weighted ? rows : 1],
  } as const satisfies Layout;
}

export type ExamplesWorkspace = Workspace<ReturnType<typeof examplesLayout>>;

export interface BinnedExamples {
  readonly plan: GrowthPlan;
  readonly features: readonly FeatureBins[];
  readonly workspace: ExamplesWorkspace;
}

/** Rows whose bins are written together, so that they stay in the cache until all columns have been. */
const ROWS_PER_BLOCK = 4_096;

/** A column's feature, and where its rows are not to be learned from in the bins of their categories, in which they are. */
interface BinnedColumn {
  readonly feature: FeatureBins;
  /** [rows] */
  readonly rowBins?: Uint8Array;
}

function binColumnValues(column: Column, outcomes: CategoryTargets, maxBins: number, inTurn: boolean): BinnedColumn {
  const { name } = column;
  if (column.kind === 'numeric')
    return { feature: { kind: 'numeric', name, edges: findBinEdges(column.values, maxBins) } };
  const order = orderCategories(column, outcomes, maxBins);
  const feature: FeatureBins = { kind: 'categorical', name, categories: column.categories, bins: order.bins };
  return { feature, rowBins: inTurn ? orderedTargetStatistics(column, outcomes, order) : undefined };
}

/** Writes the bins of rows from..to-1 of one column. */
type FillColumn = (from: number, to: number) => void;

/** For each column what writes its bins into the matrix, numbers in the core. */
function createColumnFillers(columns: readonly Column[], binned: readonly BinnedColumn[], space: ExamplesWorkspace) {
  const width = columns.length;
  const { matrix } = space.view;
  const room = space.extend({ values: ['f64', ROWS_PER_BLOCK], edges: ['f64', 256 * width] } as const);
  return columns.map((column, f): FillColumn => {
    const { feature, rowBins: places } = binned[f];
    if (places) {
      return (from, to) => {
        for (let row = from; row < to; row++) matrix[row * width + f] = places[row];
      };
    }
    if (column.kind === 'categorical' && feature.kind === 'categorical') {
      const { codes } = column;
      return (from, to) => {
        for (let row = from; row < to; row++) matrix[row * width + f] = codes[row] < 0 ? 0 : feature.bins[codes[row]];
      };
    }
    if (column.kind !== 'numeric' || feature.kind !== 'numeric')
      throw new TypeError('A feature is of its column’s kind.');
    const first = 256 * f;
    room.view.edges.set(feature.edges, first);
    const { values, edges } = room.ref;
    return (from, to) => {
      room.view.values.set(column.values.subarray(from, to));
      const at = from * width + f;
      const { length } = feature.edges;
      const infinite = space.core.binNumbers(values, to - from, edges, first, length, space.ref.matrix, at, width);
      if (infinite >= 0) throw new ForestError({ code: 'infinite_value', column: column.name, row: from + infinite });
    };
  });
}

/** How the rows of categories are binned. */
export interface CategoryBinningOptions {
  /** Each row in the bin of its category, whoever put it there: for learners that know no order among bins. */
  readonly withoutTargetStatistics?: boolean;
  /** [rows] 1 = its label may say where categories stand; absent = all may. */
  readonly countedRows?: Uint8Array;
}

/**
 * Bins the columns straight into the engine's memory, row by row. What a row is learned from in need not be the bin of its
 * category: see `placeInTurn`.
 * @param examples checked before
 */
export function binExamples(
  examples: Examples,
  settings: ForestSettings,
  engine: Engine,
  { withoutTargetStatistics: asTheyAre = false, countedRows: counted }: CategoryBinningOptions = {},
): BinnedExamples {
  const { rows, columns, labels } = examples;
  const { groups, rates } = createSampling(examples, settings.positiveWeight);
  const constraints = createConstraintTables(columns, settings);
  const plan: GrowthPlan = {
    rows,
    features: columns.length,
    grouped: groups !== undefined,
    weighted: rates !== undefined,
    hasInteractionConstraints: constraints.hasInteractionConstraints,
    settings,
  };
  const space = engine.allocate(examplesLayout(plan));
  const { view } = space;
  const outcomes = { labels, groups: examples.groups, counted };
  const binned = columns.map((column) => binColumnValues(column, outcomes, settings.maxBins, !asTheyAre));
  const features = binned.map(({ feature }) => feature);
  const fillers = createColumnFillers(columns, binned, space);
  for (let from = 0; from < rows; from += ROWS_PER_BLOCK) {
    for (const fill of fillers) fill(from, Math.min(rows, from + ROWS_PER_BLOCK));
  }
  view.binCounts.set(features.map(binCount));
  view.labels.set(labels);
  view.steps.set(poissonThresholds());
  view.signs.set(constraints.monotonicSigns);
  view.apart.set(constraints.forbiddenPairs);
  if (groups) view.groups.set(groups);
  if (rates) view.rates.set(rates);
  return { plan, features, workspace: space };
}
