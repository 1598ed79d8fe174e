import type { Generated } from 'kysely';

/** The latest score of each lead on its way to the CRM. Primary key (org_id, lead_id). */
export interface OutboxTable {
  org_id: string;
  lead_id: string;
  /** `skipped`: the lead was closed before it could be written. */
  state: 'pending' | 'written' | 'failed' | 'skipped';
  /** Order of first waiting; a newer score of a waiting lead keeps its place. */
  place: Generated<number>;
  /** Its lead has just changed: it goes before what waits because all leads were scored. */
  urgent: Generated<boolean>;
  /** Grows with every change of what was written; see `WrittenScores.position`. */
  moved: Generated<number>;
  score: number;
  band: string;
  qualified: boolean;
  probability: number;
  reasons: string;
  model_label: string;
  scored_at: number;
  input_hash: string;
  /** See `gistOf`; null in what an earlier release queued. */
  gist: string | null;
  /** What the CRM last took; null before the first time. */
  written_score: number | null;
  written_band: string | null;
  written_model_label: string | null;
  written_gist: string | null;
  written_scored_at: number | null;
  /** The CRM's words for a permanent failure. */
  failure: string | null;
}
