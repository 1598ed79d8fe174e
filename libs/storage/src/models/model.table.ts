import type { ColumnType } from 'kysely';
import type { JsonColumn } from '../database/storable-json.ts';

/** Trained models with their files. Primary key (org_id, model_id); unique (org_id, version); at most one active per org. */
export interface ModelTable {
  org_id: string;
  model_id: string;
  version: number;
  learner: string;
  trained_at: number;
  active: boolean;
  report: JsonColumn<unknown>;
  file: Buffer;
  /** Probabilities of the org's ranked open leads; null until all were scored with the model. */
  open_leads: ColumnType<readonly number[] | null, string | null, string>;
}
