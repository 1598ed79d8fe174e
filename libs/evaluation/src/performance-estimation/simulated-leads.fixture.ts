import { normalVariate, seededRandom } from '@leadlight/common';
import { sigmoid } from '../log-odds.ts';

export const HORIZON_DAYS = 68;

export interface SimulatedWorld {
  /** logit of the true probability = intercept + slope · logit of the prediction. */
  readonly intercept: number;
  readonly slope: number;
  /** Factor of the time to convert. */
  readonly delayFactor: number;
}

export const UNCHANGED: SimulatedWorld = { intercept: 0, slope: 1, delayFactor: 1 };

/** Leads whose probability is known. Half of the conversions come within 15 days, log-normal, all within the horizon. */
export function simulatedLeads(rows: number, maxAgeDays: number, world: SimulatedWorld, seed: number) {
  const random = seededRandom(seed);
  const probabilities = new Float64Array(rows);
  const chances = new Float64Array(rows);
  const ageDays = new Float64Array(rows);
  const waitDays = new Float64Array(rows).fill(Number.NaN);
  for (let row = 0; row < rows; row++) {
    const logOdds = -2.3 + 1.3 * normalVariate(random);
    probabilities[row] = sigmoid(logOdds);
    chances[row] = sigmoid(world.intercept + world.slope * logOdds);
    ageDays[row] = maxAgeDays * random();
    if (random() >= chances[row]!) continue;
    const wait = drawWait(random, world.delayFactor);
    if (wait <= ageDays[row]!) waitDays[row] = wait;
  }
  return { probabilities, chances, ageDays, waitDays };
}

function drawWait(random: () => number, factor: number): number {
  for (;;) {
    const wait = 16 * factor * Math.exp(0.95 * normalVariate(random));
    if (wait <= HORIZON_DAYS) return wait;
  }
}
