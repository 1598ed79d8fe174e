import { partialDependence, withValue, type BinnedTreeModel, type Table } from '@leadlight/forest';
import type { FeatureSpec } from '@leadlight/lead-features';
import type { InteractingPair } from '@leadlight/report';
import type { RowTable } from '../examples/table-builder.ts';
import { commonValues, formatValue, type ColumnValue } from './common-values.ts';

/** The cost of finding a row's strongest interaction grows with the number of nodes. */
const TARGET_NODE_VISITS = 1_200_000;
const MIN_ROWS = 10;
const MAX_ROWS = 300;
const MAX_CANDIDATE_PAIRS = 5;
const VALUES_PER_FEATURE = 4;
/** A smaller share of leads, beyond the effects of each feature alone, is not worth reporting. */
const MIN_INTERACTION_SHARE = 0.04;
/** Among a few thousand leads, a smaller interaction in log odds may be chance: this one raises the odds by half. */
const MIN_INTERACTION_LOG_ODDS = 0.4;

/** The pair of features with the strongest interaction, at the values where it is clearest; undefined if it is weak. */
export function strongestInteraction(
  model: BinnedTreeModel,
  features: readonly FeatureSpec[],
  table: RowTable,
  test: Int32Array,
  fixed: Table,
): InteractingPair | undefined {
  const interactions = candidatePairs(model, table, test)
    .filter((pair) => !pair.some((feature) => features[feature]!.people))
    .flatMap((pair) => {
      const grid = dependenceGrid(model, fixed, pair);
      const cells = strongestCells(grid.probabilities);
      return cells ? [{ pair, grid, cells }] : [];
    });
  const strongest = interactions.sort((a, b) => b.cells.share - a.cells.share)[0];
  if (!strongest) return undefined;
  const { pair, grid, cells } = strongest;
  const [one, other] = pair.map((feature) => features[feature]!) as [FeatureSpec, FeatureSpec];
  const p = (a: number, b: number) => grid.probabilities[a]![b]!;
  const textsOf = ([a, b]: GridCell): [string, string] => [
    formatValue(one, grid.ones[a]!),
    formatValue(other, grid.others[b]!),
  ];
  const { from, to } = cells;
  return {
    labels: [one.label, other.label],
    baseValues: textsOf(from),
    changedValues: textsOf(to),
    expected: { neither: p(...from), first: p(to[0], from[1]), second: p(from[0], to[1]), both: p(...to) },
  };
}

type Pair = readonly [number, number];

/** Pairs that are the strongest interaction of some rows, by the sum of their strengths. */
function candidatePairs(model: BinnedTreeModel, table: RowTable, test: Int32Array): readonly Pair[] {
  const { length: nodes } = model.parts.ensemble.split;
  const affordable = Math.min(MAX_ROWS, Math.max(MIN_ROWS, Math.round(TARGET_NODE_VISITS / nodes)));
  const count = Math.min(affordable, test.length);
  const rows = Array.from({ length: count }, (_, i) => test[Math.floor((i * test.length) / count)]!);
  const sums = new Map<string, { features: Pair; sum: number }>();
  for (const row of table.rowsAt(rows)) {
    const strongest = model.strongestInteraction(row);
    if (!strongest) continue;
    const { features, value } = strongest;
    const sum = sums.get(features.join())?.sum ?? 0;
    sums.set(features.join(), { features, sum: sum + Math.abs(value) });
  }
  return [...sums.values()]
    .sort((a, b) => b.sum - a.sum)
    .slice(0, MAX_CANDIDATE_PAIRS)
    .map(({ features }) => features);
}

interface DependenceGrid {
  readonly ones: readonly ColumnValue[];
  readonly others: readonly ColumnValue[];
  /** [ones][others] The predicted conversion rate if all rows had both values. */
  readonly probabilities: readonly (readonly number[])[];
}

function dependenceGrid(model: BinnedTreeModel, fixed: Table, [one, other]: Pair): DependenceGrid {
  const [ones, others] = [one, other].map((feature) => commonValues(fixed.columns[feature]!, VALUES_PER_FEATURE));
  const probabilities = ones!.map((value) =>
    partialDependence(model, withValue(fixed, one, value), other, others!).map(({ probability }) => probability),
  );
  return { ones: ones!, others: others!, probabilities };
}

/** Indices of the grid. */
type GridCell = readonly [number, number];

interface Interaction {
  readonly from: GridCell;
  readonly to: GridCell;
  /** The effect of both changes minus the sum of their single effects, as a share of leads. */
  readonly share: number;
}

/**
 * The two values of each feature with the strongest interaction, from the lower to the higher prediction. It must also
 * exist in log odds, where effects that merely add up do not interact.
 */
function strongestCells(p: readonly (readonly number[])[]): Interaction | undefined {
  let best: Interaction | undefined;
  p.forEach((_, a) =>
    p.forEach((__, c) =>
      p[a]!.forEach((___, b) =>
        p[a]!.forEach((____, d) => {
          const [both, first, second, neither] = [p[c]![d]!, p[c]![b]!, p[a]![d]!, p[a]![b]!] as const;
          const share = both - first - second + neither;
          if (both < neither || share < (best?.share ?? MIN_INTERACTION_SHARE)) return;
          const odds = logOdds(both) - logOdds(first) - logOdds(second) + logOdds(neither);
          if (odds >= MIN_INTERACTION_LOG_ODDS) best = { from: [a, b], to: [c, d], share };
        }),
      ),
    ),
  );
  return best;
}

const logOdds = (probability: number): number => Math.log(probability / (1 - probability));
