import { binCount, categoryBins, type FeatureBins, numericEdges } from './binning.ts';
import { constraintTables } from './constraints.ts';
import { STEP_WORDS } from './core/random.ts';
import type { Engine, Layout, Workspace } from './engine/engine.ts';
import { ForestError } from './errors.ts';
import { poissonSteps, samplingOf } from './sampling.ts';
import type { ForestSettings } from './settings.ts';
import type { Column, Examples } from './table.ts';

/** All that a thread must know to take part in growing a forest; plain data, so that it can be sent. */
export interface GrowingPlan {
  readonly rows: number;
  readonly features: number;
  readonly grouped: boolean;
  readonly weighted: boolean;
  /** Some features may not meet. */
  readonly constrained: boolean;
  readonly settings: ForestSettings;
}

/** What all trees share. */
export function examplesLayout({ rows, features, grouped, weighted, constrained }: GrowingPlan) {
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

export type ExamplesSpace = Workspace<ReturnType<typeof examplesLayout>>;

export interface BinnedExamples {
  readonly plan: GrowingPlan;
  readonly features: readonly FeatureBins[];
  readonly space: ExamplesSpace;
}

/** Rows whose bins are written together, so that they stay in the cache until all columns have been. */
const ROWS = 4_096;

function featureOf(column: Column, labels: Uint8Array, maxBins: number): FeatureBins {
  return column.kind === 'numeric'
    ? { kind: 'numeric', name: column.name, edges: numericEdges(column.values, maxBins) }
    : {
        kind: 'categorical',
        name: column.name,
        categories: column.categories,
        bins: categoryBins(column, labels, maxBins),
      };
}

/** Writes the bins of rows from..to-1 of one column. */
type FillColumn = (from: number, to: number) => void;

/** For each column what writes its bins into the matrix, numbers in the core. */
function columnFillers(columns: readonly Column[], features: readonly FeatureBins[], space: ExamplesSpace) {
  const width = columns.length;
  const { matrix } = space.view;
  const room = space.extend({ values: ['f64', ROWS], edges: ['f64', 256 * width] } as const);
  return columns.map((column, f): FillColumn => {
    const feature = features[f];
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

/** Bins the columns straight into the engine's memory, row by row. @param examples checked before */
export function binExamples(examples: Examples, settings: ForestSettings, engine: Engine): BinnedExamples {
  const { rows, columns, labels } = examples;
  const { groups, rates } = samplingOf(examples, settings.positiveWeight);
  const constraints = constraintTables(columns, settings);
  const plan: GrowingPlan = {
    rows,
    features: columns.length,
    grouped: groups !== undefined,
    weighted: rates !== undefined,
    constrained: constraints.constrained,
    settings,
  };
  const space = engine.allocate(examplesLayout(plan));
  const { view } = space;
  const features = columns.map((column) => featureOf(column, labels, settings.maxBins));
  const fillers = columnFillers(columns, features, space);
  for (let from = 0; from < rows; from += ROWS) {
    for (const fill of fillers) fill(from, Math.min(rows, from + ROWS));
  }
  view.binCounts.set(features.map(binCount));
  view.labels.set(labels);
  view.steps.set(poissonSteps());
  view.signs.set(constraints.signs);
  view.apart.set(constraints.apart);
  if (groups) view.groups.set(groups);
  if (rates) view.rates.set(rates);
  return { plan, features, space };
}
