import type { Instant } from '@leadlight/lead-features';

/** A user's feedback on a score or on one of its reasons. */
export interface FeedbackEntry {
  /** The caller's; the same id twice is one entry. */
  readonly id: string;
  /** The record that was scored: a lead's id. */
  readonly subjectId: string;
  readonly modelId: string;
  /** Identifies the score's log entry; null if the caller did not send it. */
  readonly inputHash: string | null;
  /** The first two are about the whole score, the others about one reason. */
  readonly verdict: 'agree' | 'disagree' | 'wrong' | 'out_of_date' | 'helpful';
  /** The reason that it is about; null = the whole score. */
  readonly feature: string | null;
  /** null = none */
  readonly comment: string | null;
  /** `api:<key id>`, or the person that the caller names. */
  readonly givenBy: string;
  readonly givenAt: Instant;
}

/** The feedback on the reasons of one feature. */
export interface FeatureFeedback {
  readonly feature: string;
  readonly wrong: number;
  readonly outOfDate: number;
  readonly helpful: number;
  /** Those with the verdict `wrong` or `out_of_date`, newest first. */
  readonly complaints: readonly (Pick<FeedbackEntry, 'subjectId' | 'givenAt'> & {
    readonly verdict: 'wrong' | 'out_of_date';
  })[];
}

export interface FeedbackStore {
  /** @returns false if an entry with this id exists */
  append(orgId: string, entry: FeedbackEntry): Promise<boolean>;
  /** Newest first, of one record or of the whole org. */
  list(orgId: string, limit: number, subjectId?: string): Promise<readonly FeedbackEntry[]>;
  /** Features with feedback since `since`, each with its newest complaints, at most `maxComplaints`. */
  countByFeature(orgId: string, since: Instant, maxComplaints: number): Promise<readonly FeatureFeedback[]>;
}
