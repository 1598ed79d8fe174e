import {
  conversionProbabilities,
  expectedProbability,
  INITIAL_DISTRIBUTION,
  interpolateAtInterest,
  interpolateLog,
} from './interest-grid.ts';
import { MAX_STEPS, STEP_DAYS, STEP_MS } from './latent-interest.ts';

/** What is true of a lead. No API returns it. */
export interface LeadTruth {
  readonly leadId: string;
  readonly createdAt: number;
  /** The sum of the effects of the lead's profile on the log rate of buying. */
  readonly fit: number;
  /** Latent interest at the start of each two-day step, up to `now`. */
  readonly interest: readonly number[];
  /** When it decided to buy, up to 30 hours before the conversion; null = not by now. */
  readonly decidedAt: number | null;
  readonly convertedAt: number | null;
  /** When it was given up; null = not by now. */
  readonly givenUpAt: number | null;
  /** Probability at creation of converting within 90 days, given profile and latent interest. */
  readonly trueProbability: number;
  /** The same given the profile only: the best possible prediction at creation. */
  readonly probabilityFromProfile: number;
}

const FIT_MIN = -7;
const FIT_MAX = 6;
const FIT_STEP = 0.25;
const FIT_POINTS = (FIT_MAX - FIT_MIN) / FIT_STEP + 1;

/** Conversion probabilities [fit][interest] by first step and number of steps, computed on first use. */
const tables = new Map<string, Float64Array[]>();

function conversionTables(fromStep: number, steps: number): Float64Array[] {
  const key = `${fromStep}:${steps}`;
  const cached = tables.get(key);
  if (cached) return cached;
  const byFit = Array.from({ length: FIT_POINTS }, (_, index) =>
    conversionProbabilities(FIT_MIN + index * FIT_STEP, fromStep, steps),
  );
  tables.set(key, byFit);
  return byFit;
}

/** Interpolates a value of the table between the two nearest fits. */
export function interpolateOverFit(
  fit: number,
  fromStep: number,
  steps: number,
  read: (table: Float64Array) => number,
): number {
  const byFit = conversionTables(fromStep, steps);
  const position = Math.min(FIT_POINTS - 1.000001, Math.max(0, (fit - FIT_MIN) / FIT_STEP));
  const low = Math.floor(position);
  const share = position - low;
  return interpolateLog(read(byFit[low] as Float64Array), read(byFit[low + 1] as Float64Array), share);
}

export const horizonSteps = (horizonDays: number): number => Math.max(1, Math.round(horizonDays / STEP_DAYS));

/** Probability at creation of converting within the horizon, given profile and latent interest. */
export const probabilityAtCreation = (fit: number, interest: number, horizonDays = 90): number =>
  interpolateOverFit(fit, 0, horizonSteps(horizonDays), (table) => interpolateAtInterest(table, interest));

/** Probability at creation of converting within the horizon, given the profile only. */
export const probabilityFromProfile = (fit: number, horizonDays = 90): number =>
  interpolateOverFit(fit, 0, horizonSteps(horizonDays), (table) => expectedProbability(table, INITIAL_DISTRIBUTION));

/**
 * Probability that the lead converts within `horizonDays` after `asOf`, given its profile and its latent interest at
 * that time. The horizon is rounded to steps of two days. 1 between decision and conversion, 0 once given up; NaN before
 * creation, after conversion and after the simulated time.
 */
export function trueProbabilityAt(truth: LeadTruth, asOf: number, horizonDays: number): number {
  if (asOf < truth.createdAt || (truth.convertedAt !== null && asOf >= truth.convertedAt)) return Number.NaN;
  if (truth.decidedAt !== null && asOf >= truth.decidedAt) return 1;
  if (truth.givenUpAt !== null && asOf >= truth.givenUpAt) return 0;
  const step = Math.floor((asOf - truth.createdAt) / STEP_MS);
  if (step >= MAX_STEPS) return 0;
  const interest = truth.interest[step];
  if (interest === undefined) return Number.NaN;
  return interpolateOverFit(truth.fit, step, horizonSteps(horizonDays), (table) =>
    interpolateAtInterest(table, interest),
  );
}
