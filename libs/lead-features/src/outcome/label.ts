import { DAY_MS, daysBetween } from '../instant.ts';
import type { Instant, LeadHistory } from '../lead-history.ts';

/** `undecided`: the horizon has not passed yet, or the lead was not open at the snapshot. */
export type Label = 'converted' | 'not' | 'undecided';

/**
 * Whether a lead converted within the horizon after `asOf`, as known at `now`; `goalReachedAt` is null for a lead
 * that has not reached the goal. It is undecided until the whole horizon has
 * passed, whatever the outcome: keeping the young converted ones would make the newest examples look nearly all positive.
 */
export function labelOf(
  { goalReachedAt }: { readonly goalReachedAt: Instant | null },
  asOf: Instant,
  horizonDays: number,
  now: Instant,
): Label {
  const settledAt = settledAtOf(asOf, horizonDays);
  if (settledAt > now || (goalReachedAt !== null && goalReachedAt <= asOf)) return 'undecided';
  return goalReachedAt !== null && goalReachedAt <= settledAt ? 'converted' : 'not';
}

/** When the label of a snapshot was settled. */
export const settledAtOf = (asOf: Instant, horizonDays: number): Instant => asOf + horizonDays * DAY_MS;

/** Ages at which a lead is looked at, in days. */
export const DEFAULT_AGES_DAYS: readonly number[] = [0, 1, 7, 30];

/**
 * The instants at which a lead enters as an example: at each age at which it was open, neither converted nor at its goal.
 * A deleted lead has none: since when it was gone is not known, and most were merged into another.
 * @param reached when it reached its goal, see `reachedAt`
 */
export function snapshotTimes(
  history: LeadHistory,
  agesDays: readonly number[],
  now: Instant,
  reached: Instant | null = history.convertedAt,
): Instant[] {
  if (history.isDeleted) return [];
  const isOver = (at: Instant) => [history.convertedAt, reached].some((end) => end !== null && end <= at);
  return agesDays.map((ageDays) => history.createdAt + ageDays * DAY_MS).filter((at) => at <= now && !isOver(at));
}

/** Where an org's time to convert cannot be measured. */
export const DEFAULT_HORIZON_DAYS = 90;
const FEWEST_CONVERSIONS = 30;
const FEWEST_AT_RISK = 10;
const ROUNDING = 1e-9;

/**
 * The org's horizon in whole days: the 90th percentile of the time to convert, among leads that do convert. 90 days where
 * fewer than 30 conversions are known.
 *
 * A young lead shows only a quick conversion, so the plain percentile of what is seen is too short. Conversions are
 * right-truncated (seen only if the time to convert fits into the lead's age), for which the product-limit estimator in
 * reversed time is the maximum likelihood one: F(t) = Π over u > t of (1 − d(u) / n(u)), where d(u) leads converted after
 * exactly u days, and n(u) after at most u days among those at least u days old. Times where n(u) < 10 tell too little
 * and are left out.
 * @source Lynden-Bell 1971; Lagakos, Barraj, De Gruttola 1988, "Nonparametric analysis of truncated survival data"
 */
export function horizonFrom(
  leads: Iterable<{ readonly createdAt: Instant; readonly goalReachedAt: Instant | null }>,
  now: Instant,
  quantile = 0.9,
): number {
  const waits: number[] = [];
  const ages: number[] = [];
  for (const { createdAt, goalReachedAt } of leads) {
    if (goalReachedAt === null || goalReachedAt > now || goalReachedAt < createdAt) continue;
    waits.push(Math.ceil(daysBetween(createdAt, goalReachedAt)));
    ages.push(Math.ceil(daysBetween(createdAt, now)));
  }
  if (waits.length < FEWEST_CONVERSIONS) return DEFAULT_HORIZON_DAYS;
  return Math.max(1, truncatedQuantile(waits, ages, quantile));
}

function truncatedQuantile(waits: readonly number[], ages: readonly number[], quantile: number): number {
  const times = [...new Set(waits)].sort((a, b) => a - b);
  const risks = times.map((time) => ({ time, ...riskAt(time, waits, ages) }));
  const told = risks.filter(({ atRisk }) => atRisk >= FEWEST_AT_RISK);
  let distribution = 1;
  let answer = told.at(-1)?.time ?? DEFAULT_HORIZON_DAYS;
  // From the longest time downwards: `distribution` is F(time).
  for (const { time, converted, atRisk } of told.reverse()) {
    if (distribution < quantile - ROUNDING) break;
    answer = time;
    distribution *= 1 - converted / atRisk;
  }
  return answer;
}

function riskAt(
  time: number,
  waits: readonly number[],
  ages: readonly number[],
): { converted: number; atRisk: number } {
  let converted = 0;
  let atRisk = 0;
  waits.forEach((wait, lead) => {
    if (wait === time) converted++;
    if (wait <= time && ages[lead]! >= time) atRisk++;
  });
  return { converted, atRisk };
}
