import type { Generated } from 'kysely';

/** Every score that was returned or written; never updated. Primary key entry_id, in the order of logging. */
export interface ScoreLogTable {
  entry_id: Generated<number>;
  org_id: string;
  subject_id: string;
  model_id: string;
  model_version: number;
  requested_by: string;
  score: number;
  band: string;
  probability: number;
  scored_at: number;
  input_hash: string;
  /** Stored as JSON text, so that it is replayed byte for byte. */
  response: unknown;
}
