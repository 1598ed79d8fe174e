import {
  expectedNextInterest,
  giveUpProbability,
  INITIAL_INTEREST_SD,
  MAX_STEPS,
  purchaseProbability,
  STEP_NOISE_SD,
} from './latent-interest.ts';

export const GRID_POINTS = 49;
const GRID_MIN = -4.2;
const GRID_STEP = 8.4 / (GRID_POINTS - 1);
export const interestAtPoint = (index: number): number => GRID_MIN + index * GRID_STEP;

/** Probability of moving from point [from] to point [to] in one step, row-major [GRID_POINTS × GRID_POINTS]. */
export const TRANSITION_PROBABILITIES: Float64Array = (() => {
  const table = new Float64Array(GRID_POINTS * GRID_POINTS);
  for (let from = 0; from < GRID_POINTS; from += 1) {
    const mean = expectedNextInterest(interestAtPoint(from));
    let total = 0;
    for (let to = 0; to < GRID_POINTS; to += 1) {
      const distance = (interestAtPoint(to) - mean) / STEP_NOISE_SD;
      const density = Math.exp(-0.5 * distance * distance);
      table[from * GRID_POINTS + to] = density;
      total += density;
    }
    for (let to = 0; to < GRID_POINTS; to += 1) {
      table[from * GRID_POINTS + to] = (table[from * GRID_POINTS + to] as number) / total;
    }
  }
  return table;
})();

/** Share of the decisions in the last step whose conversion, 16 hours later on average, is within the horizon. */
const LAST_STEP_CONVERSION_SHARE = 2 / 3;

/**
 * Probability of converting within `steps` steps from the start of step `from`, for every interest on the grid
 * [GRID_POINTS], by backward recursion.
 */
export function conversionProbabilities(fit: number, from: number, steps: number): Float64Array {
  let later: Float64Array = new Float64Array(GRID_POINTS);
  const last = Math.min(MAX_STEPS, from + steps) - 1;
  for (let step = last; step >= from; step -= 1) {
    const now = new Float64Array(GRID_POINTS);
    for (let index = 0; index < GRID_POINTS; index += 1) {
      const buys = purchaseProbability(fit, interestAtPoint(index), step);
      const stays = (1 - buys) * (1 - giveUpProbability(interestAtPoint(index), step));
      let expected = 0;
      for (let to = 0; to < GRID_POINTS; to += 1) {
        expected += (TRANSITION_PROBABILITIES[index * GRID_POINTS + to] as number) * (later[to] as number);
      }
      now[index] = (step === last ? LAST_STEP_CONVERSION_SHARE : 1) * buys + stays * expected;
    }
    later = now;
  }
  return later;
}

/** Interpolates on a logarithmic scale, because rates multiply. */
export const interpolateLog = (low: number, high: number, share: number): number =>
  low <= 0 || high <= 0 ? (1 - share) * low + share * high : low * Math.pow(high / low, share);

/** Interpolates the grid's probabilities at an interest. */
export function interpolateAtInterest(probabilities: Float64Array, interest: number): number {
  const position = Math.min(GRID_POINTS - 1.000001, Math.max(0, (interest - GRID_MIN) / GRID_STEP));
  const low = Math.floor(position);
  const share = position - low;
  return interpolateLog(probabilities[low] as number, probabilities[low + 1] as number, share);
}

/** Distribution of the interest at creation [GRID_POINTS]. */
export const INITIAL_DISTRIBUTION: Float64Array = (() => {
  const density = Float64Array.from({ length: GRID_POINTS }, (_, index) =>
    Math.exp(-0.5 * (interestAtPoint(index) / INITIAL_INTEREST_SD) ** 2),
  );
  const total = density.reduce((sum, weight) => sum + weight, 0);
  return density.map((weight) => weight / total);
})();

/** Mean of the grid's probabilities for a distribution of the interest. */
export function expectedProbability(probabilities: Float64Array, distribution: Float64Array): number {
  return distribution.reduce((sum, weight, index) => sum + weight * (probabilities[index] as number), 0);
}
