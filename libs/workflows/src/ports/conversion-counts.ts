import type { Goal, Instant } from '@leadlight/lead-features';

/** Teams are put together from the counts of `rep`. */
export type CountedGroup = 'band' | 'rep' | 'source' | 'month';

export interface ConversionQuestion {
  readonly groupedBy: CountedGroup;
  readonly goal: Goal;
  /** Days from the creation of a lead within which the goal counts; also of scores by a model without a horizon. */
  readonly horizonDays: number;
  readonly now: Instant;
}

/**
 * How the leads of one group turned out. For `band`, a lead counts from its earliest usable score on, otherwise from its
 * creation. A score is usable if its model predicts the goal and the lead had not reached it yet.
 */
export interface ConversionCount {
  /** The band, the owner's id, the lead source, or the month as `2026-11` in UTC; null = the lead has none. */
  readonly key: string | null;
  /** Leads whose whole horizon has passed. */
  readonly settled: number;
  /** Of the settled ones: those that reached the goal within the horizon. */
  readonly reached: number;
  /** Leads whose horizon has not passed. */
  readonly unsettled: number;
  /** Of the unsettled ones: those that have reached the goal already. */
  readonly unsettledReached: number;
  /** Leads with a usable score whose horizon has passed since. */
  readonly scored: number;
  /** Of the scored ones: those that reached the goal within the horizon after the score. */
  readonly scoredReached: number;
  /** Sum of their probabilities. */
  readonly expected: number;
}

export interface ConversionCounts {
  /** Of the org's leads that are not deleted, in no particular order. For `band`, the key null holds leads without a usable score. */
  count(orgId: string, question: ConversionQuestion): Promise<readonly ConversionCount[]>;
}
