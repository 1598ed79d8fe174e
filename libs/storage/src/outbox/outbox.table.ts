import type { Generated } from 'kysely';

/** The latest score of each record on its way to the CRM. Primary key (org_id, subject_id). */
export interface OutboxTable {
  org_id: string;
  subject_id: string;
  /** `skipped`: the lead was closed before it could be written. */
  state: 'pending' | 'written' | 'failed' | 'skipped';
  /** The record has just changed: written before scores that wait because all records were scored. */
  urgent: Generated<boolean>;
  /** The order in which records began to wait; a newer score of a waiting record keeps its position. */
  queue_position: Generated<number>;
  /** The org’s `score_change` when what was written last changed; see `WrittenScores.position`. */
  change_number: Generated<number>;
  score: number;
  band: string;
  qualified: boolean;
  probability: number;
  /** Why the lead is left out of lists by score; null = it is ranked. */
  unranked: string | null;
  reasons: string;
  model_label: string;
  scored_at: number;
  input_hash: string;
  /** How the lead's company is known, as `companyKeysOf` finds it; null = not known, or not noted yet. */
  account_id: string | null;
  company_domain: string | null;
  company_name: string | null;
  /** See `contentHashOf`. */
  content_hash: string;
  /** What the CRM last accepted; null before the first time. */
  written_score: number | null;
  written_band: string | null;
  written_model_label: string | null;
  /** Also null where another writer wrote the score. */
  written_content_hash: string | null;
  written_scored_at: number | null;
  /** The CRM's message for a permanent failure. */
  failure: string | null;
}

/** Counts an org's changes of what was written. Primary key org_id. */
export interface ScoreChangeTable {
  org_id: string;
  number: number;
}
