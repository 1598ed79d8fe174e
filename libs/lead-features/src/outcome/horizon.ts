import { daysBetween } from '../instant.ts';
import type { Instant } from '../lead-history.ts';

/** Where an org's time to convert cannot be measured. */
export const DEFAULT_HORIZON_DAYS = 90;
const MIN_CONVERSIONS = 30;
const MIN_AT_RISK = 10;
const ROUNDING = 1e-9;

/**
 * The org's horizon in whole days: the 90th percentile of the time to convert, among leads that do convert. 90 days where
 * fewer than 30 conversions are known.
 *
 * A young lead shows only a quick conversion, so the plain percentile of the conversions so far is too short. Conversions
 * are right-truncated (seen only if the time to convert fits into the lead's age), for which the product-limit estimator
 * in reversed time is the maximum likelihood one: F(t) = Π over u > t of (1 − d(u) / n(u)), where d(u) leads converted
 * after exactly u days, and n(u) after at most u days among those at least u days old. Times where n(u) < 10 say too
 * little and are left out.
 * @source Lynden-Bell 1971; Lagakos, Barraj, De Gruttola 1988, "Nonparametric analysis of truncated survival data"
 */
export function horizonFrom(
  leads: Iterable<{ readonly createdAt: Instant; readonly goalReachedAt: Instant | null }>,
  now: Instant,
  quantile = 0.9,
): number {
  const conversions: Conversion[] = [];
  for (const { createdAt, goalReachedAt } of leads) {
    if (goalReachedAt === null || goalReachedAt > now || goalReachedAt < createdAt) continue;
    conversions.push({
      days: Math.ceil(daysBetween(createdAt, goalReachedAt)),
      ageDays: Math.ceil(daysBetween(createdAt, now)),
    });
  }
  if (conversions.length < MIN_CONVERSIONS) return DEFAULT_HORIZON_DAYS;
  return Math.max(1, truncatedQuantile(conversions, quantile));
}

interface Conversion {
  /** From the creation to the conversion. */
  readonly days: number;
  /** From the creation until now. */
  readonly ageDays: number;
}

function truncatedQuantile(conversions: readonly Conversion[], quantile: number): number {
  const times = [...new Set(conversions.map(({ days }) => days))].sort((a, b) => b - a);
  const risks = times
    .map((time) => ({
      time,
      converted: conversions.filter(({ days }) => days === time).length,
      atRisk: conversions.filter(({ days, ageDays }) => days <= time && ageDays >= time).length,
    }))
    .filter(({ atRisk }) => atRisk >= MIN_AT_RISK);
  let distribution = 1;
  let result = risks[0]?.time ?? DEFAULT_HORIZON_DAYS;
  // From the longest time to the shortest: `distribution` is F(time).
  for (const { time, converted, atRisk } of risks) {
    if (distribution < quantile - ROUNDING) break;
    result = time;
    distribution *= 1 - converted / atRisk;
  }
  return result;
}
