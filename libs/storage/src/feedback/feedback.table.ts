import type { FeedbackEntry } from '@leadlight/workflows';

/** What reps say about scores. Primary key (org_id, feedback_id). */
export interface FeedbackTable {
  org_id: string;
  feedback_id: string;
  subject_id: string;
  model_id: string;
  input_hash: string | null;
  verdict: FeedbackEntry['verdict'];
  feature: string | null;
  comment: string | null;
  given_by: string;
  given_at: number;
}
