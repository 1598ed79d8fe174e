import type { Instant } from '@leadlight/lead-features';

/** What an open lead holds of its score in the CRM. Null: the field is empty. */
export interface OrgScore {
  readonly leadId: string;
  readonly score: number | null;
  readonly band: string | null;
  readonly modelLabel: string | null;
  /** In whole seconds where the CRM keeps no fractions of them. */
  readonly scoredAt: Instant | null;
  readonly qualified: boolean | null;
  /** In percent, two decimals. */
  readonly percent: number | null;
  readonly inputHash: string | null;
}

export interface OrgScoresPage {
  readonly scores: readonly OrgScore[];
  /** From when on to read next time, once this reading has come to its end: by the CRM's own clock. */
  readonly nextSince: Instant;
}

/** Reads back what was written. */
export interface CrmScores {
  /** @param since only leads that were saved since; undefined = all open ones */
  readOpenLeads(since: Instant | undefined): AsyncIterable<OrgScoresPage>;
}
