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
}
