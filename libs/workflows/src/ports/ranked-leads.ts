import type { Instant } from '@leadlight/lead-features';

/** An open lead as last scored. */
export interface RankedLeadEntry {
  readonly leadId: string;
  readonly score: number;
  readonly band: string;
  readonly probability: number;
  readonly qualified: boolean;
  /** A user or a queue; null where the org does not say. */
  readonly ownerId: string | null;
  readonly scoredAt: Instant;
}

export interface RankedLeadsFilter {
  readonly ownerId?: string;
  readonly band?: string;
}

/** Open leads by score, without those that lists by score leave out. */
export interface RankedLeadsStore {
  /** The highest probability first. `total` is the number of leads that match. */
  best(
    orgId: string,
    filter: RankedLeadsFilter,
    limit: number,
  ): Promise<{ readonly total: number; readonly leads: readonly RankedLeadEntry[] }>;
}
