import type { Instant } from '@leadlight/lead-features';

/** What a rep says of a score. */
export interface FeedbackEntry {
  /** The caller's; the same id twice is one entry. */
  readonly id: string;
  readonly leadId: string;
  readonly modelId: string;
  readonly verdict: 'agree' | 'disagree';
  /** null = none */
  readonly comment: string | null;
  /** `api:<key id>`, or who the caller says it comes from. */
  readonly givenBy: string;
  readonly at: Instant;
}

export interface FeedbackStore {
  /** @returns false where this id has been kept before */
  append(orgId: string, entry: FeedbackEntry): Promise<boolean>;
  /** Newest first; of one lead or of the whole org. */
  list(orgId: string, limit: number, leadId?: string): Promise<readonly FeedbackEntry[]>;
}
