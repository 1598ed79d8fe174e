import { log } from '../../core/math.ts';
import type { Tree } from '../../ensemble.ts';
import type { BoostingExamples } from './boosting-examples.ts';
import type { BoostingSettings } from './boosting-settings.ts';

/** A run of boosting on the rows inside. */
export interface BoostingRun {
  /** Log odds that every row starts from. */
  readonly start: number;
  readonly trees: readonly Tree[];
  /** [rounds] Sum of the loss of the rows outside after each round. */
  readonly losses: readonly number[];
}

/** Log odds of the share converted among the rows inside, by weight. */
function initialMargin({ rows, weighted, workspace: { view } }: BoostingExamples): number {
  let all = 0;
  let converted = 0;
  for (let row = 0; row < rows; row++) {
    if (!view.inside[row]) continue;
    const weight = weighted ? view.weights[row] : 1;
    all += weight;
    converted += weight * view.labels[row];
  }
  const share = Math.min(1 - 1e-6, Math.max(1e-6, converted / all));
  return log(share) - log(1 - share);
}

function growRound(boosting: BoostingExamples, settings: BoostingSettings, round: number): Tree {
  const {
    rows,
    features,
    histogramSize: pairsEach,
    workspace: space,
    grouped,
    weighted,
    hasInteractionConstraints: constrained,
  } = boosting;
  const { core, ref, view } = space;
  const key = core.treeKey(settings.seed | 0, round);
  const width = features.length;
  const picked = Math.max(1, Math.round(width * settings.colsampleByTree));
  const share = Math.min(2 ** 31 - 1, Math.floor(settings.subsample * 2 ** 31));
  view.random[0] = key;
  core.logisticPairs(ref.margins, ref.labels, ref.weights, weighted ? 1 : 0, rows, ref.pairs);
  const listed = core.sampleRows(key, share, rows, ref.inside, ref.groups, grouped ? 1 : 0, ref.list);
  core.sampleFeatures(ref.permutation, width, picked, ref.random);
  const nodes = core.growBoostTree(
    ref.matrix,
    width,
    ref.binCounts,
    ref.offsets,
    pairsEach,
    ref.list,
    ref.spare,
    listed,
    ref.pairs,
    ref.histograms,
    ref.free,
    ref.permutation,
    picked,
    ref.stack,
    ref.numbers,
    ref.signs,
    ref.apart,
    constrained ? 1 : 0,
    settings.maxDepth,
    settings.lambda,
    settings.minChildWeight,
    settings.learningRate,
    ref.parent,
    ref.split,
    ref.left,
    ref.value,
    ref.cover,
  );
  core.addTree(ref.split, ref.left, ref.value, ref.matrix, width, rows, ref.margins);
  return {
    split: Int32Array.from(view.split.subarray(0, nodes)),
    left: Int32Array.from(view.left.subarray(0, nodes)),
    value: Float32Array.from(view.value.subarray(0, nodes)),
    cover: Float32Array.from(view.cover.subarray(0, nodes)),
  };
}

/** Row of the lowest loss, counted from 1; 0 where there is none. */
export const bestRound = (losses: readonly number[]): number => losses.indexOf(Math.min(...losses)) + 1;

/**
 * Boosts on the rows whose `inside` is 1. Where `watch` is given, it stops when the loss of the others has not improved
 * for `patience` rounds.
 */
export function boost(
  boosting: BoostingExamples,
  settings: BoostingSettings,
  rounds: number,
  watch: boolean,
  onRound: (round: number) => void,
): BoostingRun {
  const { rows, weighted, workspace: space } = boosting;
  const { core, ref, view } = space;
  const start = initialMargin(boosting);
  view.margins.fill(start);
  const trees: Tree[] = [];
  const losses: number[] = [];
  for (let round = 0; round < rounds; round++) {
    trees.push(growRound(boosting, settings, round));
    if (watch) {
      losses.push(core.validationLoss(ref.margins, ref.labels, ref.weights, weighted ? 1 : 0, rows, ref.inside));
      if (round + 1 - bestRound(losses) >= settings.earlyStoppingRounds) break;
    }
    onRound(round + 1);
  }
  return { start, trees, losses };
}

/** [rows] Margins after the first `rounds` trees of a run, of every row. */
export function predictMargins(
  { rows, features, workspace: space }: BoostingExamples,
  run: BoostingRun,
  rounds: number,
): Float64Array {
  const { core, ref, view } = space;
  view.margins.fill(run.start);
  for (const tree of run.trees.slice(0, rounds)) {
    view.split.set(tree.split);
    view.left.set(tree.left);
    view.value.set(tree.value);
    core.addTree(ref.split, ref.left, ref.value, ref.matrix, features.length, rows, ref.margins);
  }
  return Float64Array.from(view.margins.subarray(0, rows));
}
