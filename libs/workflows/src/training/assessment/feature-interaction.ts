import { partialDependence, withValue, type BinnedTreeModel, type Table } from '@leadlight/forest';
import type { FeatureSpec } from '@leadlight/lead-features';
import type { InteractingPair } from '@leadlight/report';
import type { RowTable } from '../examples/table-builder.ts';
import { commonValues, formatValue, type ColumnValue } from './common-values.ts';

/** What explaining a row's pairs costs grows with the trees' nodes. */
const TARGET_NODE_VISITS = 1_200_000;
const MIN_ROWS = 10;
const MAX_ROWS = 300;
/** Pairs that are looked at more closely. */
const MAX_CANDIDATE_PAIRS = 5;
/** Values of either feature that are tried. */
const VALUES_PER_FEATURE = 4;
/** Less than this share beyond what each does alone is not worth a sentence. */
const MIN_INTERACTION_SHARE = 0.04;
/** Log odds beyond those of each alone that a few thousand leads may show by chance: odds half as high again. */
const MIN_INTERACTION_LOG_ODDS = 0.4;

/** The pair with the strongest interaction, at the values where it is strongest; undefined where there is hardly any. */
export function strongestInteraction(
  model: BinnedTreeModel,
  features: readonly FeatureSpec[],
  table: RowTable,
  test: Int32Array,
  fixed: Table,
): InteractingPair | undefined {
  const tried = candidatePairs(model, table, test)
    .filter((pair) => !pair.some((feature) => features[feature]!.people))
    .flatMap((pair) => {
      const grid = dependenceGrid(model, fixed, pair);
      const best = strongestCells(grid.probabilities);
      return best ? [{ pair, grid, best }] : [];
    });
  const first = tried.sort((a, b) => b.best.beyond - a.best.beyond)[0];
  if (!first) return undefined;
  const { pair, grid, best } = first;
  const [one, other] = pair.map((feature) => features[feature]!) as [FeatureSpec, FeatureSpec];
  const p = (a: number, b: number) => grid.probabilities[a]![b]!;
  const text = ([a, b]: GridCell): [string, string] => [
    formatValue(one, grid.ones[a]!),
    formatValue(other, grid.others[b]!),
  ];
  const { from, to } = best;
  return {
    labels: [one.label, other.label],
    baseValues: text(from),
    changedValues: text(to),
    expected: { neither: p(...from), first: p(to[0], from[1]), second: p(from[0], to[1]), both: p(...to) },
  };
}

type Pair = readonly [number, number];

/** Pairs that are the strongest of some row, those that are so most and most strongly first. */
function candidatePairs(model: BinnedTreeModel, table: RowTable, test: Int32Array): readonly Pair[] {
  const { length: nodes } = model.parts.ensemble.split;
  const wanted = Math.min(MAX_ROWS, Math.max(MIN_ROWS, Math.round(TARGET_NODE_VISITS / nodes)));
  const count = Math.min(wanted, test.length);
  const rows = Array.from({ length: count }, (_, at) => test[Math.floor((at * test.length) / count)]!);
  const sums = new Map<string, { features: Pair; sum: number }>();
  for (const row of table.rowsAt(rows)) {
    const strongest = model.strongestInteraction(row);
    if (!strongest) continue;
    const { features, value } = strongest;
    const known = sums.get(features.join()) ?? { features, sum: 0 };
    sums.set(features.join(), { features, sum: known.sum + Math.abs(value) });
  }
  return [...sums.values()]
    .sort((a, b) => b.sum - a.sum)
    .slice(0, MAX_CANDIDATE_PAIRS)
    .map(({ features }) => features);
}

interface DependenceGrid {
  readonly ones: readonly ColumnValue[];
  readonly others: readonly ColumnValue[];
  /** [ones][others] Expected share that converts if all rows had both values. */
  readonly probabilities: readonly (readonly number[])[];
}

function dependenceGrid(model: BinnedTreeModel, fixed: Table, [one, other]: Pair): DependenceGrid {
  const [ones, others] = [one, other].map((feature) => commonValues(fixed.columns[feature]!, VALUES_PER_FEATURE));
  const probabilities = ones!.map((value) =>
    partialDependence(model, withValue(fixed, one, value), other, others!).map(({ probability }) => probability),
  );
  return { ones: ones!, others: others!, probabilities };
}

/** Places in the grid. */
type GridCell = readonly [number, number];

interface Interaction {
  readonly from: GridCell;
  readonly to: GridCell;
  /** Share of leads by which both together go beyond the sum of what each does. */
  readonly beyond: number;
}

/**
 * The two values of either feature that do most together, from the lower to the higher; only where they do so in log odds
 * too, in which facts that merely add up do nothing together.
 */
function strongestCells(p: readonly (readonly number[])[]): Interaction | undefined {
  let best: Interaction | undefined;
  p.forEach((_, a) =>
    p.forEach((__, c) =>
      p[a]!.forEach((___, b) =>
        p[a]!.forEach((____, d) => {
          const [both, first, second, neither] = [p[c]![d]!, p[c]![b]!, p[a]![d]!, p[a]![b]!] as const;
          const beyond = both - first - second + neither;
          if (both < neither || beyond < (best?.beyond ?? MIN_INTERACTION_SHARE)) return;
          const odds = logOdds(both) - logOdds(first) - logOdds(second) + logOdds(neither);
          if (odds >= MIN_INTERACTION_LOG_ODDS) best = { from: [a, b], to: [c, d], beyond };
        }),
      ),
    ),
  );
  return best;
}

const logOdds = (probability: number): number => Math.log(probability / (1 - probability));
