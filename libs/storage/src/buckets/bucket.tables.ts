import type { JsonColumn } from '../database/storable-json.ts';

/** Work on all leads of an org that several processes share. Primary key (org_id, kind). */
export interface BucketRunTable {
  org_id: string;
  /** What is done with the leads, such as `score`. */
  kind: string;
  run_id: string;
  /** A run with another key is other work: it replaces this one. */
  run_key: string;
  /** What every process works with. */
  payload: JsonColumn<object>;
  started_at: number;
}

/** A range of leads by id, after `after_id` up to `last_id`. Primary key (org_id, run_id, bucket). */
export interface LeadBucketTable {
  org_id: string;
  run_id: string;
  /** 0, 1, 2 … in the order of the ids. */
  bucket: number;
  after_id: string;
  /** null = no end: the last bucket has the leads that are created meanwhile */
  last_id: string | null;
  /** null = not done */
  result: Buffer | null;
}
