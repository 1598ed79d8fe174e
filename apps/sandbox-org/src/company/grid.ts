import { buyChance, drift, giveUpChance, MAX_STEPS, START_SPREAD, STEP_NOISE } from './interest.ts';

/** Points of the grid on which interest is reckoned. */
export const GRID = 49;
const GRID_FROM = -4.2;
const GRID_STEP = 8.4 / (GRID - 1);
export const gridValue = (index: number): number => GRID_FROM + index * GRID_STEP;

/** Chance of moving from grid point [from] to grid point [to] in one step, row-major [GRID × GRID]. */
export const moves: Float64Array = (() => {
  const table = new Float64Array(GRID * GRID);
  for (let from = 0; from < GRID; from += 1) {
    const mean = drift(gridValue(from));
    let total = 0;
    for (let to = 0; to < GRID; to += 1) {
      const distance = (gridValue(to) - mean) / STEP_NOISE;
      const density = Math.exp(-0.5 * distance * distance);
      table[from * GRID + to] = density;
      total += density;
    }
    for (let to = 0; to < GRID; to += 1) table[from * GRID + to] = (table[from * GRID + to] as number) / total;
  }
  return table;
})();

/** Share of the last step's decisions whose conversion, 16 hours later on average, is still in time. */
const IN_TIME = 2 / 3;

/**
 * Probability of converting within `steps` steps from the start of step `from`, for every interest
 * on the grid [GRID], by backward recursion.
 */
export function convertWithin(fit: number, from: number, steps: number): Float64Array {
  let later: Float64Array = new Float64Array(GRID);
  const last = Math.min(MAX_STEPS, from + steps) - 1;
  for (let step = last; step >= from; step -= 1) {
    const now = new Float64Array(GRID);
    for (let index = 0; index < GRID; index += 1) {
      const buys = buyChance(fit, gridValue(index), step);
      const stays = (1 - buys) * (1 - giveUpChance(gridValue(index), step));
      let expected = 0;
      for (let to = 0; to < GRID; to += 1) expected += (moves[index * GRID + to] as number) * (later[to] as number);
      now[index] = (step === last ? IN_TIME : 1) * buys + stays * expected;
    }
    later = now;
  }
  return later;
}

/** Between two probabilities on the logarithm's scale: rates grow by factors. */
export const between = (low: number, high: number, share: number): number =>
  low <= 0 || high <= 0 ? (1 - share) * low + share * high : low * Math.pow(high / low, share);

/** The grid's probability at one interest, interpolated. */
export function atInterest(probabilities: Float64Array, interest: number): number {
  const place = Math.min(GRID - 1.000001, Math.max(0, (interest - GRID_FROM) / GRID_STEP));
  const low = Math.floor(place);
  const share = place - low;
  return between(probabilities[low] as number, probabilities[low + 1] as number, share);
}

/** How likely each interest on the grid is when a lead appears; sums to 1 [GRID]. */
export const startBelief: Float64Array = (() => {
  const belief = Float64Array.from({ length: GRID }, (_, index) =>
    Math.exp(-0.5 * (gridValue(index) / START_SPREAD) ** 2),
  );
  const total = belief.reduce((sum, weight) => sum + weight, 0);
  return belief.map((weight) => weight / total);
})();

/** Mean of the grid's probabilities under a belief about the interest. */
export function overBelief(probabilities: Float64Array, belief: Float64Array): number {
  let total = 0;
  for (let index = 0; index < GRID; index += 1) total += (belief[index] as number) * (probabilities[index] as number);
  return total;
}
