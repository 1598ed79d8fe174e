import type { ShadowEnd, ShadowRole } from '@leadlight/workflows';
import type { ColumnType, Generated } from 'kysely';

/** Models that score next to the active one. Primary key (org_id, entry_id); at most one open per org and role. */
export interface ShadowModelTable {
  entry_id: Generated<number>;
  org_id: string;
  model_id: string;
  role: ShadowRole;
  beside_model_id: string;
  started_at: number;
  started_by: string;
  ended_at: number | null;
  ended_as: ShadowEnd | null;
  evidence: ColumnType<unknown, string | null, string | null>;
  failure: string | null;
}

/** Leads scored by two models on the same snapshot, the first time of each. Primary key (org_id, model_id, beside_model_id, subject_id). */
export interface ShadowScoreTable {
  org_id: string;
  subject_id: string;
  model_id: string;
  probability: number;
  beside_model_id: string;
  beside_probability: number;
  scored_at: number;
  input_hash: string;
}
