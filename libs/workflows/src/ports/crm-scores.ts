import type { Instant } from '@leadlight/lead-features';

/** The score stored on an open lead in the CRM. Null: the field is empty. */
export interface OrgScore {
  readonly leadId: string;
  readonly score: number | null;
  readonly band: string | null;
  readonly modelLabel: string | null;
  /** In whole seconds if the CRM stores no fractions. */
  readonly scoredAt: Instant | null;
  readonly qualified: boolean | null;
  /** In percent, two decimals. */
  readonly percent: number | null;
  readonly inputHash: string | null;
  /** The code of why lists by score leave the lead out; absent where the CRM has no such field, or it is not written. */
  readonly unranked?: string | null;
}

export interface OrgScoresPage {
  readonly scores: readonly OrgScore[];
  /** `since` of the next complete read, by the CRM's clock. */
  readonly nextSince: Instant;
}

export interface CrmScores {
  /** @param since only leads saved since then; undefined = all open leads */
  readOpenLeads(since: Instant | undefined): AsyncIterable<OrgScoresPage>;
}
