import type { Instant } from '@leadlight/lead-features';

/** What a rep says of a score, or of one of its reasons. */
export interface FeedbackEntry {
  /** The caller's; the same id twice is one entry. */
  readonly id: string;
  readonly leadId: string;
  readonly modelId: string;
  /** The score's, so that its log entry is known; null where the caller did not say. */
  readonly inputHash: string | null;
  /** The first two are said of the whole score, the others of one reason. */
  readonly verdict: 'agree' | 'disagree' | 'wrong' | 'out_of_date' | 'helpful';
  /** The reason that it is about; null = the whole score. */
  readonly feature: string | null;
  /** null = none */
  readonly comment: string | null;
  /** `api:<key id>`, or who the caller says it comes from. */
  readonly givenBy: string;
  readonly at: Instant;
}

/** What reps said of the reasons of one feature. */
export interface FeatureFeedback {
  readonly feature: string;
  readonly wrong: number;
  readonly outOfDate: number;
  readonly helpful: number;
  /** The newest that say `wrong` or `out_of_date`, newest first. */
  readonly complaints: readonly (Pick<FeedbackEntry, 'leadId' | 'at'> & {
    readonly verdict: 'wrong' | 'out_of_date';
  })[];
}

export interface FeedbackStore {
  /** @returns false where this id has been kept before */
  append(orgId: string, entry: FeedbackEntry): Promise<boolean>;
  /** Newest first; of one lead or of the whole org. */
  list(orgId: string, limit: number, leadId?: string): Promise<readonly FeedbackEntry[]>;
  /** Features that reps said something of from `since` on, with up to `complaints` of the newest complaints each. */
  countByFeature(orgId: string, since: Instant, complaints: number): Promise<readonly FeatureFeedback[]>;
}
