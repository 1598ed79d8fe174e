import {
  interpolateAtInterest,
  interpolateLog,
  conversionProbabilities,
  expectedProbability,
  INITIAL_DISTRIBUTION,
} from './interest-grid.ts';
import { MAX_STEPS, STEP_DAYS } from './latent-interest.ts';
import { DAY_MS } from './settings.ts';

/** What is true of a lead and can be seen through no API. */
export interface LeadTruth {
  readonly leadId: string;
  readonly createdAt: number;
  /** What the lead's facts add to the log rate of converting. */
  readonly fit: number;
  /** Interest at the start of each two-day step, as far as `now`. */
  readonly interest: readonly number[];
  /** When it decided to buy; the conversion follows within 30 hours. null = not by now. */
  readonly boughtAt: number | null;
  readonly convertedAt: number | null;
  /** When it was given up; null = not by now. */
  readonly givenUpAt: number | null;
  /** Probability, at creation, of converting within 90 days, knowing facts and hidden interest. */
  readonly trueProbability: number;
  /** The same knowing the facts only: what a perfect model could say of a lead the moment it appears. */
  readonly probabilityFromFacts: number;
}

const FIT_MIN = -7;
const FIT_MAX = 6;
const FIT_STEP = 0.25;
const FIT_POINTS = (FIT_MAX - FIT_MIN) / FIT_STEP + 1;

/** Tables over fit for one starting step and one horizon, made on first use. */
const tables = new Map<string, Float64Array[]>();

function conversionTables(fromStep: number, steps: number): Float64Array[] {
  const key = `${fromStep}:${steps}`;
  const known = tables.get(key);
  if (known) return known;
  const made = Array.from({ length: FIT_POINTS }, (_, index) =>
    conversionProbabilities(FIT_MIN + index * FIT_STEP, fromStep, steps),
  );
  tables.set(key, made);
  return made;
}

/** A reading of the table of one fit, between the fits for which tables are made. */
export function interpolateOverFit(
  fit: number,
  fromStep: number,
  steps: number,
  read: (table: Float64Array) => number,
): number {
  const byFit = conversionTables(fromStep, steps);
  const place = Math.min(FIT_POINTS - 1.000001, Math.max(0, (fit - FIT_MIN) / FIT_STEP));
  const low = Math.floor(place);
  const share = place - low;
  return interpolateLog(read(byFit[low] as Float64Array), read(byFit[low + 1] as Float64Array), share);
}

/** Whole steps of a horizon. */
export const horizonSteps = (horizonDays: number): number => Math.max(1, Math.round(horizonDays / STEP_DAYS));

/** Probability, at creation, of converting within the horizon, knowing facts and hidden interest. */
export const probabilityAtCreation = (fit: number, interest: number, horizonDays = 90): number =>
  interpolateOverFit(fit, 0, horizonSteps(horizonDays), (table) => interpolateAtInterest(table, interest));

/** Probability, at creation, of converting within the horizon, knowing the facts only. */
export const probabilityFromProfile = (fit: number, horizonDays = 90): number =>
  interpolateOverFit(fit, 0, horizonSteps(horizonDays), (table) => expectedProbability(table, INITIAL_DISTRIBUTION));

/**
 * Probability that the lead converts within `horizonDays` after `asOf`, knowing its facts and its
 * hidden interest at that instant (two-day steps, so the horizon is rounded to whole steps).
 * 1 between decision and conversion, 0 once given up, NaN before creation, after conversion, and
 * beyond what was simulated.
 */
export function trueProbabilityAt(truth: LeadTruth, asOf: number, horizonDays: number): number {
  if (asOf < truth.createdAt || (truth.convertedAt !== null && asOf >= truth.convertedAt)) return Number.NaN;
  if (truth.boughtAt !== null && asOf >= truth.boughtAt) return 1;
  if (truth.givenUpAt !== null && asOf >= truth.givenUpAt) return 0;
  const step = Math.floor((asOf - truth.createdAt) / (STEP_DAYS * DAY_MS));
  if (step >= MAX_STEPS) return 0;
  const interest = truth.interest[step];
  if (interest === undefined) return Number.NaN;
  return interpolateOverFit(truth.fit, step, horizonSteps(horizonDays), (table) =>
    interpolateAtInterest(table, interest),
  );
}
