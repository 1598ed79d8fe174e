import { log } from '../../core/math.ts';
import type { Tree } from '../../ensemble.ts';
import type { BoostingExamples } from './boosting-examples.ts';
import type { BoostingSettings } from './boosting-settings.ts';

/** The result of boosting on the training rows. */
export interface BoostingRun {
  /** Log odds that every prediction starts from. */
  readonly start: number;
  readonly trees: readonly Tree[];
  /** [rounds] Sum of the losses of the validation rows after each round. */
  readonly losses: readonly number[];
}

/** Log odds of the weighted share of converted training rows. */
function initialMargin({ rows, weighted, workspace: { view } }: BoostingExamples): number {
  let all = 0;
  let converted = 0;
  for (let row = 0; row < rows; row++) {
    if (!view.trainingRows[row]) continue;
    const weight = weighted ? view.weights[row] : 1;
    all += weight;
    converted += weight * view.labels[row];
  }
  const share = Math.min(1 - 1e-6, Math.max(1e-6, converted / all));
  return log(share) - log(1 - share);
}

function growRound(examples: BoostingExamples, settings: BoostingSettings, round: number): Tree {
  const { rows, workspace } = examples;
  const { core, ref, view } = workspace;
  const key = core.treeKey(settings.seed | 0, round);
  const features = examples.features.length;
  const sampled = Math.max(1, Math.round(features * settings.colsampleByTree));
  const share = Math.min(2 ** 31 - 1, Math.floor(settings.subsample * 2 ** 31));
  view.random[0] = key;
  const grouped = examples.grouped ? 1 : 0;
  const weighted = examples.weighted ? 1 : 0;
  const listed = core.sampleRows(key, share, rows, ref.trainingRows, ref.groups, grouped, ref.list, ref.rest);
  core.logisticGradients(ref.margins, ref.labels, ref.weights, weighted, ref.list, listed, ref.gradients);
  core.sampleFeatures(ref.permutation, features, sampled, ref.random);
  const nodes = core.growBoostTree(
    ref.matrix,
    features,
    ref.binCounts,
    ref.offsets,
    ref.list,
    ref.spare,
    listed,
    ref.gradients,
    ref.histograms,
    ref.free,
    ref.permutation,
    sampled,
    ref.stack,
    ref.numbers,
    ref.monotonicSigns,
    ref.forbiddenPairs,
    examples.hasForbiddenPairs ? 1 : 0,
    settings.maxDepth,
    settings.lambda,
    settings.minChildWeight,
    settings.learningRate,
    ref.margins,
    ref.parent,
    ref.split,
    ref.left,
    ref.value,
    ref.cover,
  );
  core.addTree(ref.split, ref.left, ref.value, ref.matrix, features, ref.rest, rows - listed, ref.margins);
  return {
    split: Int32Array.from(view.split.subarray(0, nodes)),
    left: Int32Array.from(view.left.subarray(0, nodes)),
    value: Float32Array.from(view.value.subarray(0, nodes)),
    cover: Float32Array.from(view.cover.subarray(0, nodes)),
  };
}

/** The round with the lowest loss, counted from 1; 0 where there is none. */
export const bestRound = (losses: readonly number[]): number => losses.indexOf(Math.min(...losses)) + 1;

/** Boosting that can go on where it stopped, with other runs in between. */
export interface Booster {
  readonly run: BoostingRun;
  /** Cells that were added to histograms or searched for splits; the same on every machine. */
  readonly work: number;
  /**
   * Adds trees until there are `rounds`.
   * @param stopEarly whether to stop when the loss of the other rows has not improved for `earlyStoppingRounds`
   */
  grow(rounds: number, stopEarly: boolean, onRound: (round: number) => void): void;
  /** Margins of all rows after the last tree. */
  margins(): Float64Array;
}

/** Lists the rows that are not training rows. @returns how many there are */
function listHeldOut({ rows, workspace: { view } }: BoostingExamples): number {
  let count = 0;
  for (let row = 0; row < rows; row++) if (!view.trainingRows[row]) view.heldOut[count++] = row;
  view.heldOut[count] = 0;
  return count;
}

/** Prepares boosting on the rows whose `trainingRows` is 1; these must not change while it grows. */
export function createBooster(
  examples: BoostingExamples,
  settings: BoostingSettings,
  permutations = examples.permuteCategories(),
): Booster {
  const { rows, weighted, workspace } = examples;
  const { core, ref, view } = workspace;
  const start = initialMargin(examples);
  const trees: Tree[] = [];
  const losses: number[] = [];
  let margins: Float64Array | undefined;
  let work = 0;
  let hasStopped = false;
  return {
    run: { start, trees, losses },
    get work() {
      return work;
    },
    grow(rounds, stopEarly, onRound) {
      if (hasStopped) return;
      const heldOut = listHeldOut(examples);
      if (margins) view.margins.set(margins);
      else view.margins.fill(start);
      while (trees.length < rounds && !hasStopped) {
        const round = trees.length;
        if (permutations.length > 1) permutations[round % permutations.length]();
        const tree = growRound(examples, settings, round);
        trees.push(tree);
        work += workOf(examples, settings, tree);
        if (stopEarly) {
          losses.push(
            core.validationLoss(ref.margins, ref.labels, ref.weights, weighted ? 1 : 0, ref.heldOut, heldOut),
          );
          hasStopped = round + 1 - bestRound(losses) >= settings.earlyStoppingRounds;
        }
        onRound(round + 1);
      }
      margins = view.margins.slice(0, rows);
    },
    margins: () => margins ?? new Float64Array(rows).fill(start),
  };
}

/**
 * A row is added to the histograms of about half of the levels, and a node's histograms are cleared, subtracted and searched;
 * each for the sampled features only.
 */
function workOf(
  { features, histogramSize }: BoostingExamples,
  { maxDepth, colsampleByTree }: BoostingSettings,
  { split, cover }: Tree,
): number {
  return colsampleByTree * (cover[0] * features.length * (1 + maxDepth / 2) + 2 * split.length * histogramSize);
}

/** Boosts on the rows whose `trainingRows` is 1; see `Booster.grow`. */
export function boost(
  examples: BoostingExamples,
  settings: BoostingSettings,
  rounds: number,
  stopEarly: boolean,
  onRound: (round: number) => void,
): BoostingRun {
  const booster = createBooster(examples, settings);
  booster.grow(rounds, stopEarly, onRound);
  return booster.run;
}

/** Writes the margins of the rows that are not training rows, after the first `rounds` trees of a run, into `margins` [rows]. */
export function predictHeldOut(
  examples: BoostingExamples,
  run: BoostingRun,
  rounds: number,
  margins: Float64Array,
): void {
  const { features, workspace } = examples;
  const { core, ref, view } = workspace;
  const count = listHeldOut(examples);
  view.margins.fill(run.start);
  for (const tree of run.trees.slice(0, rounds)) {
    view.split.set(tree.split);
    view.left.set(tree.left);
    view.value.set(tree.value);
    core.addTree(ref.split, ref.left, ref.value, ref.matrix, features.length, ref.heldOut, count, ref.margins);
  }
  for (const row of view.heldOut.subarray(0, count)) margins[row] = view.margins[row];
}
