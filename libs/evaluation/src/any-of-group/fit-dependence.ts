import { pairedLogLoss, type PairedDifference } from '../bootstrap/intervals.ts';
import { expectedCalibrationError, logLoss, lossOf } from '../calibration.ts';
import { hashedUniform } from '../experiments/assign-arm.ts';
import {
  anyProbability,
  anyProbabilityByDependence,
  INDEPENDENT,
  MAX_DEPENDENCE,
  type GroupDependence,
} from './any-probability.ts';

/** Some people of one group at one time, and whether at least one of them reached the goal. */
export interface ObservedGroup {
  /** Of predictions that were not learned from these people. */
  readonly probabilities: readonly number[];
  readonly any: boolean;
  /** The company; groups of one company at several times are drawn together. */
  readonly key: string;
}

/** The dependence, and how good the probabilities of groups are with it, on companies that it was not fitted on. */
export interface FittedDependence extends GroupDependence {
  readonly groups: number;
  readonly companies: number;
  /** Groups of which at least one person reached the goal. */
  readonly converted: number;
  readonly logLoss: number;
  readonly calibrationError: number;
  /** The same as if all were independent. */
  readonly independent: { readonly logLoss: number; readonly calibrationError: number };
  /** Log loss with the dependence less that without: 0 where they count as independent. */
  readonly difference: PairedDifference;
}

const MIN_GROUPS_PER_OUTCOME = 20;
const FOLDS = 5;
const DEPENDENCES = [-1, -0.75, -0.5, -0.25, 0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, MAX_DEPENDENCE];
const LEVELS = [-0.6, -0.3, 0, 0.3, 0.6];
/** Of more groups a sample is fitted: all would take long. */
const MAX_GROUPS = 2_000;

/**
 * Fits how people of one company depend on each other. They count as independent unless the dependence lowers the log loss by more
 * than its standard error, on companies that it was not fitted on; likewise the level after it.
 * @param observed groups of at least two people each
 * @returns undefined with fewer than 20 groups of either outcome
 */
export function fitDependence(observed: readonly ObservedGroup[], seed: number): FittedDependence | undefined {
  const groups = sampleOf(observed, seed);
  const converted = groups.filter(({ any }) => any).length;
  if (Math.min(converted, groups.length - converted) < MIN_GROUPS_PER_OUTCOME) return undefined;
  const labels = Uint8Array.from(groups, ({ any }) => Number(any));
  const fold = groups.map(({ key }) => Math.floor(FOLDS * hashedUniform(`fold ${seed}`, key)));
  const keys = groups.map(({ key }) => key);
  const settings = { seed, groups: keys };
  const alone = Float64Array.from(groups, ({ probabilities }) => anyProbability(probabilities, INDEPENDENT));
  let chosen: { predicted: Float64Array; whole: GroupDependence } = { predicted: alone, whole: INDEPENDENT };
  for (const levels of [[0], LEVELS]) {
    const grid = lossesOnGrid(groups, levels);
    const predicted = outOfFold(grid, groups, fold);
    const { difference, standardError } = pairedLogLoss(labels, predicted, chosen.predicted, settings);
    if (difference + standardError < 0) chosen = { predicted, whole: bestOf(grid, () => true) };
  }
  const { predicted, whole } = chosen;
  const measured = (probabilities: Float64Array) => ({
    logLoss: logLoss({ labels, probabilities }),
    calibrationError: expectedCalibrationError({ labels, probabilities }),
  });
  return {
    ...whole,
    ...{ groups: groups.length, companies: new Set(keys).size, converted },
    ...measured(predicted),
    independent: measured(alone),
    difference: pairedLogLoss(labels, predicted, alone, settings),
  };
}

interface GridPoint extends GroupDependence {
  /** [groups] */
  readonly losses: Float64Array;
}

function lossesOnGrid(groups: readonly ObservedGroup[], levels: readonly number[]): readonly GridPoint[] {
  return levels.flatMap((level) => {
    const points = DEPENDENCES.map((dependence) => ({ dependence, level, losses: new Float64Array(groups.length) }));
    groups.forEach(({ probabilities, any }, group) => {
      const probabilityAt = anyProbabilityByDependence(probabilities, level);
      for (const { dependence, losses } of points) losses[group] = lossOf(Number(any), probabilityAt(dependence));
    });
    return points;
  });
}

function bestOf(grid: readonly GridPoint[], isUsed: (group: number) => boolean): GroupDependence {
  const totals = grid.map(({ losses }) => losses.reduce((sum, loss, group) => (isUsed(group) ? sum + loss : sum), 0));
  const { dependence, level } = grid[totals.indexOf(Math.min(...totals))]!;
  return { dependence, level };
}

function outOfFold(
  grid: readonly GridPoint[],
  groups: readonly ObservedGroup[],
  fold: readonly number[],
): Float64Array {
  const fitted = Array.from({ length: FOLDS }, (_, left) => bestOf(grid, (group) => fold[group] !== left));
  return Float64Array.from(groups, ({ probabilities }, group) => anyProbability(probabilities, fitted[fold[group]!]!));
}

/** All groups of a company or none of them. */
function sampleOf(groups: readonly ObservedGroup[], seed: number): readonly ObservedGroup[] {
  const share = MAX_GROUPS / groups.length;
  return share >= 1 ? groups : groups.filter(({ key }) => hashedUniform(`sample ${seed}`, key) < share);
}
