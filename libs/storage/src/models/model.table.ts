import type { JsonColumn } from '../database/storable-json.ts';

/** Trained models with their files. Primary key (org_id, model_id); one active per org, one version number each. */
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
