import { binColumn, binCount, categoryBins, type FeatureBins, numericEdges } from './binning.ts';
import { constraintTables } from './constraints.ts';
import { STEP_WORDS } from './core/random.ts';
import type { Engine, Layout, Workspace } from './engine/engine.ts';
import { ForestError } from './errors.ts';
import { poissonSteps, samplingOf } from './sampling.ts';
import type { ForestSettings } from './settings.ts';
import type { Examples, NumericColumn } from './table.ts';

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

/** Numbers that are handed to the core at once. */
const NUMBERS = 8_192;

/** Bins numbers in the core. @throws ForestError `infinite_value` */
function numberBinner(space: ExamplesSpace, rows: number) {
  const room = space.extend({ values: ['f64', NUMBERS], edges: ['f64', 256] } as const);
  return (column: NumericColumn, edges: Float64Array, at: number): void => {
    room.view.edges.set(edges);
    for (let from = 0; from < rows; from += NUMBERS) {
      const count = Math.min(NUMBERS, rows - from);
      room.view.values.set(column.values.subarray(from, from + count));
      const { values, edges: ends } = room.ref;
      const infinite = space.core.binNumbers(values, count, ends, edges.length, space.ref.matrix, at + from);
      if (infinite >= 0) throw new ForestError({ code: 'infinite_value', column: column.name, row: from + infinite });
    }
  };
}

/** Bins the columns straight into the engine's memory. @param examples checked before */
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
  const binNumeric = numberBinner(space, rows);
  const features = columns.map((column, f): FeatureBins => {
    const feature: FeatureBins =
      column.kind === 'numeric'
        ? { kind: 'numeric', name: column.name, edges: numericEdges(column.values, settings.maxBins) }
        : {
            kind: 'categorical',
            name: column.name,
            categories: column.categories,
            bins: categoryBins(column, labels, settings.maxBins),
          };
    view.binCounts[f] = binCount(feature);
    if (column.kind === 'numeric' && feature.kind === 'numeric') binNumeric(column, feature.edges, f * rows);
    else binColumn(column, feature, view.matrix.subarray(f * rows, (f + 1) * rows));
    return feature;
  });
  view.labels.set(labels);
  view.steps.set(poissonSteps());
  view.signs.set(constraints.signs);
  view.apart.set(constraints.apart);
  if (groups) view.groups.set(groups);
  if (rates) view.rates.set(rates);
  return { plan, features, space };
}
