import type { Generated } from 'kysely';

/** Every score given, as given; never updated. Primary key entry_id, in the order of logging. */
export interface ScoreLogTable {
  entry_id: Generated<number>;
  org_id: string;
  lead_id: string;
  model_id: string;
  model_version: number;
  asked_by: string;
  score: number;
  band: string;
  probability: number;
  scored_at: number;
  input_hash: string;
  /** Kept as JSON text, so that it is replayed byte for byte. */
  answer: unknown;
}
