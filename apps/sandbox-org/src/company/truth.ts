import { atInterest, between, convertWithin, overBelief, startBelief } from './grid.ts';
import { MAX_STEPS, STEP_DAYS } from './interest.ts';
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

const FIT_FROM = -7;
const FIT_TO = 6;
const FIT_STEP = 0.25;
const FITS = (FIT_TO - FIT_FROM) / FIT_STEP + 1;

/** Tables over fit for one starting step and one horizon, made on first use. */
const tables = new Map<string, Float64Array[]>();

function tablesOf(fromStep: number, steps: number): Float64Array[] {
  const key = `${fromStep}:${steps}`;
  const known = tables.get(key);
  if (known) return known;
  const made = Array.from({ length: FITS }, (_, index) => convertWithin(FIT_FROM + index * FIT_STEP, fromStep, steps));
  tables.set(key, made);
  return made;
}

/** A reading of the table of one fit, between the fits for which tables are made. */
export function overFit(fit: number, fromStep: number, steps: number, read: (table: Float64Array) => number): number {
  const byFit = tablesOf(fromStep, steps);
  const place = Math.min(FITS - 1.000001, Math.max(0, (fit - FIT_FROM) / FIT_STEP));
  const low = Math.floor(place);
  const share = place - low;
  return between(read(byFit[low] as Float64Array), read(byFit[low + 1] as Float64Array), share);
}

/** Whole steps of a horizon. */
export const stepsOf = (horizonDays: number): number => Math.max(1, Math.round(horizonDays / STEP_DAYS));

/** Probability, at creation, of converting within the horizon, knowing facts and hidden interest. */
export const probabilityAtCreation = (fit: number, interest: number, horizonDays = 90): number =>
  overFit(fit, 0, stepsOf(horizonDays), (table) => atInterest(table, interest));

/** Probability, at creation, of converting within the horizon, knowing the facts only. */
export const probabilityFromFacts = (fit: number, horizonDays = 90): number =>
  overFit(fit, 0, stepsOf(horizonDays), (table) => overBelief(table, startBelief));

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
  return overFit(truth.fit, step, stepsOf(horizonDays), (table) => atInterest(table, interest));
}
