import type { FeatureValue } from '@leadlight/lead-features';
import type { Generated } from 'kysely';
import type { JsonColumn } from '../database/storable-json.ts';

/** Every score that was returned or written; never updated. Primary key (entry_id, org_id), in the order of logging. */
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
  /** The row that was scored, in the order of the model's features; null in entries of earlier versions. */
  row_values: JsonColumn<readonly FeatureValue[]> | null;
  context_id: string | null;
  /** Stored as JSON text, so that it is replayed byte for byte. */
  response: unknown;
}

/** What scores depended on in addition to model and row. Primary key (org_id, context_id); never updated. */
export interface ScoringContextTable {
  org_id: string;
  context_id: string;
  document: string;
}
