import type { JobKind, JobProgress, JobResult } from '@leadlight/contract';
import type { Instant } from '@leadlight/lead-features';

/** Work for an org that somebody requested. */
export interface JobEntry {
  readonly id: string;
  readonly kind: JobKind;
  /** Of a training of a propensity; null = of leads. */
  readonly propensityId: string | null;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly requestedAt: Instant;
  /** `api:<key id>`, `cli` */
  readonly requestedBy: string;
  /** How often it was started: more than once where its worker was killed. */
  readonly attempts: number;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly progress: JobProgress | null;
  readonly result: JobResult | null;
  readonly failure: JobFailure | null;
}

export interface JobFailure {
  readonly code: string;
  readonly message: string;
}

export type JobOutcome = { readonly result: JobResult } | { readonly failure: JobFailure };

/** Requested jobs. At most one of an org waits or runs. */
export interface JobStore {
  /** @returns the new job, or the one that waits or runs already */
  request(
    orgId: string,
    job: Pick<JobEntry, 'id' | 'kind' | 'requestedAt' | 'requestedBy'> & { readonly propensityId?: string },
  ): Promise<JobEntry>;
  /** The newest first. */
  list(orgId: string, limit: number): Promise<readonly JobEntry[]>;
  /** The one that waits or runs. */
  findOpen(orgId: string): Promise<JobEntry | undefined>;
  /** Makes an open job run once more. @returns the number of this attempt */
  begin(orgId: string, jobId: string, at: Instant): Promise<number>;
  /** Ignored unless the job still runs in that attempt. */
  report(orgId: string, jobId: string, attempt: number, progress: JobProgress): Promise<void>;
  /** Ignored unless the job still runs in that attempt. */
  end(orgId: string, jobId: string, attempt: number, outcome: JobOutcome, at: Instant): Promise<void>;
}
