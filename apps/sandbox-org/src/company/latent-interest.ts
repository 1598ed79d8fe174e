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
export const STEP_MS = STEP_DAYS * DAY_MS;
/** Nobody is followed for longer. */
export const MAX_STEPS = 120;

export const INITIAL_INTEREST_SD = 0.9;
const PERSISTENCE = 0.965;
export const STEP_NOISE_SD = 0.24;
const LONG_RUN_INTEREST = -0.9;
const INTEREST_WEIGHT = 1.3;
const PURCHASE_RATE = 0.0018;
const GIVE_UP_RATE = 0.013;

/** Buying takes its time: slow in the first days, most likely in the second week, then fading. */
const purchaseTiming = (step: number): number => (1 - 0.88 * Math.exp(-step / 4)) * (0.15 + 1.7 * Math.exp(-step / 20));

/** Chance that a lead of this fit and interest decides to buy within the step. */
export const purchaseProbability = (fit: number, interest: number, step: number): number =>
  1 - Math.exp(-PURCHASE_RATE * purchaseTiming(step) * Math.exp(fit + INTEREST_WEIGHT * interest));

/** Chance that a rep gives the lead up within the step, if it does not buy. */
export const giveUpProbability = (interest: number, step: number): number =>
  step < 3 ? 0 : Math.min(0.5, GIVE_UP_RATE * Math.exp(-0.6 * interest));

/** Interest at the next step, on average. */
export const expectedNextInterest = (interest: number): number =>
  LONG_RUN_INTEREST + PERSISTENCE * (interest - LONG_RUN_INTEREST);

/** How one lead made up its mind. */
export interface LeadDecision {
  /** Interest at the start of each two-day step, up to the decision. */
  readonly interest: readonly number[];
  /** When it decided to buy; null = never within the time it is followed. */
  readonly boughtAt: number | null;
  /** When it was given up; null = not. */
  readonly givenUpAt: number | null;
}

export function simulateDecision(random: Random, fit: number, createdAt: number, until: number): LeadDecision {
  const interest: number[] = [];
  let current = INITIAL_INTEREST_SD * random.normal();
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const startsAt = createdAt + step * STEP_MS;
    if (startsAt > until) break;
    interest.push(current);
    if (random.chance(purchaseProbability(fit, current, step))) {
      return { interest, boughtAt: startsAt + Math.floor(random.uniform() * STEP_MS), givenUpAt: null };
    }
    if (random.chance(giveUpProbability(current, step))) {
      return { interest, boughtAt: null, givenUpAt: startsAt + Math.floor(random.uniform() * STEP_MS) };
    }
    current = expectedNextInterest(current) + STEP_NOISE_SD * random.normal();
  }
  return { interest, boughtAt: null, givenUpAt: null };
}
