import { DAY_MS } from '@leadlight/common';
import type { Random } from './random.ts';

/**
 * How a lead decides. Its latent interest is a discrete Ornstein–Uhlenbeck process in steps of two days that reverts to
 * `LONG_RUN_INTEREST`. In each step the lead may decide to buy, with a rate that grows with its fit and its interest, or
 * a rep may give it up. What it does meanwhile (replies, meetings, campaign responses) depends on the interest alone, so
 * (fit, interest, age) is all there is to know of its future. No API returns it.
 */
export const STEP_DAYS = 2;
export const STEP_MS = STEP_DAYS * DAY_MS;
/** The simulation of a lead ends after this many steps. */
export const MAX_STEPS = 120;

export const INITIAL_INTEREST_SD = 0.9;
const PERSISTENCE = 0.965;
export const STEP_NOISE_SD = 0.24;
const LONG_RUN_INTEREST = -0.9;
const INTEREST_WEIGHT = 1.3;
const PURCHASE_RATE = 0.0018;
const GIVE_UP_RATE = 0.013;

/** Factor of the purchase rate: low in the first days, highest in the second week, then decreasing. */
const purchaseTiming = (step: number): number => (1 - 0.88 * Math.exp(-step / 4)) * (0.15 + 1.7 * Math.exp(-step / 20));

/** Probability that a lead decides to buy within the step. */
export const purchaseProbability = (fit: number, interest: number, step: number): number =>
  1 - Math.exp(-PURCHASE_RATE * purchaseTiming(step) * Math.exp(fit + INTEREST_WEIGHT * interest));

/** Probability that a rep gives up a lead within the step, if it does not buy. */
export const giveUpProbability = (interest: number, step: number): number =>
  step < 3 ? 0 : Math.min(0.5, GIVE_UP_RATE * Math.exp(-0.6 * interest));

export const expectedNextInterest = (interest: number): number =>
  LONG_RUN_INTEREST + PERSISTENCE * (interest - LONG_RUN_INTEREST);

/** The interest of one lead over time, and how it ended. */
export interface LeadDecision {
  /** Interest at the start of each step, up to the decision. */
  readonly interest: readonly number[];
  /** When it decided to buy; null = never. */
  readonly decidedAt: number | null;
  /** When it was given up; null = never. */
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
      return { interest, decidedAt: startsAt + Math.floor(random.uniform() * STEP_MS), givenUpAt: null };
    }
    if (random.chance(giveUpProbability(current, step))) {
      return { interest, decidedAt: null, givenUpAt: startsAt + Math.floor(random.uniform() * STEP_MS) };
    }
    current = expectedNextInterest(current) + STEP_NOISE_SD * random.normal();
  }
  return { interest, decidedAt: null, givenUpAt: null };
}

/** Expected replies of a lead within a step at the highest responsiveness. */
export const MAX_REPLIES_PER_STEP = 0.75;
/** Probability of accepting a meeting within a step at the highest responsiveness. */
export const MAX_MEETING_PROBABILITY = 0.18;

/** How readily a lead responds, 0 to 1; about 0.2 at interest 0. */
export const responsiveness = (interest: number): number => 1 / (1 + Math.exp(-2 * (interest - 0.7)));

const BASE_RESPONSE_PROBABILITY = 0.65;
/** Mean days from joining a campaign to responding. */
export const MEAN_RESPONSE_DAYS = 3;

/** Probability that a lead responds to a campaign. @param factor of the campaign's type */
export const responseProbability = (factor: number, interest: number): number =>
  Math.min(0.9, BASE_RESPONSE_PROBABILITY * factor * responsiveness(interest));
