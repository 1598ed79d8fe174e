import type { Random } from './random.ts';
import { DAY_MS } from './settings.ts';

/**
 * How a lead makes up its mind. Its interest z moves by steps of two days as a discrete
 * Ornstein–Uhlenbeck process that fades towards `FADED`; in each step it may decide to buy with a
 * rate that grows with its fit and its interest, or a rep may give it up. What it does meanwhile
 * (replies, campaign responses) depends on z alone, so (fit, z, age) is all there is to know of its
 * future: the truth that no API answers.
 */
export const STEP_DAYS = 2;
const STEP_MS = STEP_DAYS * DAY_MS;
/** Nobody is followed for longer. */
export const MAX_STEPS = 120;

const START_SPREAD = 0.9;
const PERSISTENCE = 0.965;
const STEP_NOISE = 0.24;
const FADED = -0.9;
const INTEREST_WEIGHT = 1.3;
const BUY_RATE = 0.0018;
const GIVE_UP_RATE = 0.013;

/** Buying takes its time: slow in the first days, most likely in the second week, then fading. */
const urgency = (step: number): number => (1 - 0.88 * Math.exp(-step / 4)) * (0.15 + 1.7 * Math.exp(-step / 20));

/** Chance that a lead of this fit and interest decides to buy within the step. */
export const buyChance = (fit: number, interest: number, step: number): number =>
  1 - Math.exp(-BUY_RATE * urgency(step) * Math.exp(fit + INTEREST_WEIGHT * interest));

/** Chance that a rep gives the lead up within the step, if it does not buy. */
export const giveUpChance = (interest: number, step: number): number =>
  step < 3 ? 0 : Math.min(0.5, GIVE_UP_RATE * Math.exp(-0.6 * interest));

const drift = (interest: number): number => FADED + PERSISTENCE * (interest - FADED);

/** How one lead made up its mind. */
export interface Course {
  /** Interest at the start of each two-day step, up to the decision. */
  readonly interest: readonly number[];
  /** When it decided to buy; null = never within the time it is followed. */
  readonly boughtAt: number | null;
  /** When it was given up; null = not. */
  readonly givenUpAt: number | null;
}

export function drawCourse(random: Random, fit: number, createdAt: number, until: number): Course {
  const interest: number[] = [];
  let current = START_SPREAD * random.normal();
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const startsAt = createdAt + step * STEP_MS;
    if (startsAt > until) break;
    interest.push(current);
    if (random.chance(buyChance(fit, current, step))) {
      return { interest, boughtAt: startsAt + Math.floor(random.uniform() * STEP_MS), givenUpAt: null };
    }
    if (random.chance(giveUpChance(current, step))) {
      return { interest, boughtAt: null, givenUpAt: startsAt + Math.floor(random.uniform() * STEP_MS) };
    }
    current = drift(current) + STEP_NOISE * random.normal();
  }
  return { interest, boughtAt: null, givenUpAt: null };
}

const GRID = 49;
const GRID_FROM = -4.2;
const GRID_STEP = 8.4 / (GRID - 1);
const gridValue = (index: number): number => GRID_FROM + index * GRID_STEP;

/** Chance of moving from grid point [from] to grid point [to] in one step, row-major [GRID × GRID]. */
const moves: Float64Array = (() => {
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

/** Mean of the grid's probabilities over the interest a lead starts with: all that its facts tell. */
export function overStart(probabilities: Float64Array): number {
  let total = 0;
  let weights = 0;
  for (let index = 0; index < GRID; index += 1) {
    const weight = Math.exp(-0.5 * (gridValue(index) / START_SPREAD) ** 2);
    weights += weight;
    total += weight * (probabilities[index] as number);
  }
  return total / weights;
}
