import { normalCdf } from '@leadlight/common';

/** How people of one group depend on each other. Independent people have the level 0 and the dependence 0. */
export interface GroupDependence {
  /**
   * From 0 to 0.8: the correlation of what decides, as of a shared cause. From -1 to below 0: how far they exclude each other, as where
   * a company buys once; -1 = at most one of them.
   */
  readonly dependence: number;
  /** Added to the log odds of each of n people, times 1 - 1/n: how much more likely people of a group are than they seem alone. */
  readonly level: number;
}

export const INDEPENDENT: GroupDependence = { dependence: 0, level: 0 };
export const MAX_DEPENDENCE = 0.8;

/** Log odds beyond which a probability counts as certain. */
const MAX_LOG_ODDS = 30;
/** The factor is followed up to this many standard deviations. */
const FACTOR_RANGE = 5;
const COARSEST_STEP = 0.5;
/** Compared with steps of 0.01, the result is off by at most 2e-5 with up to 500 people, at every dependence; see the test. */
const STEP_PER_WIDTH = 1.5;
const NORMAL_CELLS = 8_192;
const NORMAL_RANGE = 8;

/**
 * The probability that at least one of some people reaches the goal. Never lower if one of them becomes more likely; of one person, that
 * person's own probability.
 * @param probabilities of each, 0 to 1; none = 0
 * @source Vasicek 1987, "Probability of Loss on Loan Portfolio": one normal factor that all share
 */
export const anyProbability = (probabilities: readonly number[], { dependence, level }: GroupDependence): number =>
  anyProbabilityByDependence(probabilities, level)(dependence);

/** As `anyProbability`, for several dependences of the same people. */
export function anyProbabilityByDependence(
  probabilities: readonly number[],
  level: number,
): (dependence: number) => number {
  if (probabilities.length <= 1) return () => probabilities[0] ?? 0;
  const shifted = withLevel(probabilities, level);
  const alone = -Math.expm1(shifted.reduce((sum, p) => sum + Math.log1p(-p), 0));
  const exclusive = Math.min(
    1,
    shifted.reduce((sum, p) => sum + p, 0),
  );
  let quantiles: readonly number[] | undefined;
  return (dependence) => {
    if (dependence <= 0) return alone - dependence * (exclusive - alone);
    return withSharedFactor((quantiles ??= shifted.map(quantileOf)), dependence);
  };
}

/** What each person contributes, adding up to 1: the share in the log of the probability that nobody reaches the goal, if they were independent. */
export function sharesOfGroup(probabilities: readonly number[]): readonly number[] {
  const weights = probabilities.map((p) => -Math.log1p(-Math.min(p, 1 - 1e-12)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 1 / weights.length));
}

/** The log odds of each, moved by the level. */
function withLevel(probabilities: readonly number[], level: number): readonly number[] {
  if (level === 0) return probabilities;
  const shift = level * (1 - 1 / probabilities.length);
  return probabilities.map((p) => {
    const logOdds = Math.log(p) - Math.log1p(-p) + shift;
    return Math.abs(logOdds) > MAX_LOG_ODDS ? p : 1 / (1 + Math.exp(-logOdds));
  });
}

/** @param quantiles of the normal distribution at each probability */
function withSharedFactor(quantiles: readonly number[], correlation: number): number {
  const [shared, own] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)];
  const { nodes, densities, total } = gridOf(stepFor(quantiles.length, correlation));
  let nobody = 0;
  nodes.forEach((node, i) => {
    let product = densities[i]!;
    for (const quantile of quantiles) product *= cdfOf((shared * node - quantile) / own);
    nobody += product;
  });
  return 1 - nobody / total;
}

/**
 * The step of the factor. Given the factor, the probability that nobody reaches the goal rises from 0 to 1 the more steeply the more
 * people there are and the more they share. The step depends on nothing else, so that the result rises with each probability.
 */
function stepFor(people: number, correlation: number): number {
  const width = Math.sqrt((1 - correlation) / correlation / (1 + 2 * Math.log(people)));
  const halvings = Math.max(0, Math.ceil(Math.log2(COARSEST_STEP / (STEP_PER_WIDTH * width))));
  return COARSEST_STEP / 2 ** halvings;
}

interface Grid {
  readonly nodes: readonly number[];
  readonly densities: readonly number[];
  readonly total: number;
}

const grids = new Map<number, Grid>();

function gridOf(step: number): Grid {
  let grid = grids.get(step);
  if (!grid) {
    const half = FACTOR_RANGE / step;
    const nodes = Array.from({ length: 2 * half + 1 }, (_, i) => (i - half) * step);
    const densities = nodes.map((node) => Math.exp(-(node * node) / 2));
    grid = { nodes, densities, total: densities.reduce((sum, density) => sum + density, 0) };
    grids.set(step, grid);
  }
  return grid;
}

let table: Float64Array | undefined;

/** The normal distribution at evenly spaced points: a fit needs it millions of times. Between them it is off by 1.2e-7 at most. */
const normalTable = (): Float64Array =>
  (table ??= Float64Array.from({ length: NORMAL_CELLS + 1 }, (_, cell) =>
    normalCdf((2 * NORMAL_RANGE * cell) / NORMAL_CELLS - NORMAL_RANGE),
  ));

function cdfOf(z: number): number {
  const position = ((z + NORMAL_RANGE) * NORMAL_CELLS) / (2 * NORMAL_RANGE);
  if (position <= 0) return 0;
  if (position >= NORMAL_CELLS) return 1;
  const cell = Math.floor(position);
  const values = normalTable();
  return values[cell]! + (position - cell) * (values[cell + 1]! - values[cell]!);
}

/** The inverse of `cdfOf`; -8 and 8 stand for the ends. */
function quantileOf(probability: number): number {
  const values = normalTable();
  let [low, high] = [0, NORMAL_CELLS];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= probability) low = middle;
    else high = middle;
  }
  const width = values[high]! - values[low]!;
  const share = width > 0 ? Math.min(1, (probability - values[low]!) / width) : 0;
  return (2 * NORMAL_RANGE * (low + share)) / NORMAL_CELLS - NORMAL_RANGE;
}
