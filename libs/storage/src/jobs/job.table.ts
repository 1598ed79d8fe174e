import type { JobKind, JobProgress, JobResult } from '@leadlight/contract';
import type { JobFailure } from '@leadlight/workflows';
import type { Generated } from 'kysely';
import type { JsonColumn } from '../database/storable-json.ts';

/** Requested trainings and backtests. Primary key (org_id, job_id); at most one per org waits or runs. */
export interface JobTable {
  org_id: string;
  job_id: string;
  kind: JobKind;
  /** null = of leads */
  propensity_id: string | null;
  state: 'waiting' | 'running' | 'done' | 'failed';
  requested_at: number;
  requested_by: string;
  attempts: Generated<number>;
  started_at: number | null;
  ended_at: number | null;
  progress: JsonColumn<JobProgress> | null;
  result: JsonColumn<JobResult> | null;
  failure: JsonColumn<JobFailure> | null;
}
