import { truncatedDistribution } from '@leadlight/common';
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
 * A young lead shows only a quick conversion, so the plain percentile of the conversions so far is too short:
 * `truncatedDistribution` allows for it. Times that fewer than 10 leads could have shown are left out.
 */
export function horizonFrom(
  leads: Iterable<{ readonly createdAt: Instant; readonly goalReachedAt: Instant | null }>,
  now: Instant,
  quantile = 0.9,
): number {
  const days: number[] = [];
  const ages: number[] = [];
  for (const { createdAt, goalReachedAt } of leads) {
    if (goalReachedAt === null || goalReachedAt > now || goalReachedAt < createdAt) continue;
    days.push(Math.ceil(daysBetween(createdAt, goalReachedAt)));
    ages.push(Math.ceil(daysBetween(createdAt, now)));
  }
  if (days.length < MIN_CONVERSIONS) return DEFAULT_HORIZON_DAYS;
  const steps = truncatedDistribution(days, ages, MIN_AT_RISK);
  const reached = steps.find(({ share }) => share >= quantile - ROUNDING);
  return Math.max(1, reached?.time ?? DEFAULT_HORIZON_DAYS);
}
